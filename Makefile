# make run    environment, index of the sample corpus (or HOIBAO_CORPUS), chat on http://127.0.0.1:7860
# make test   environment, style, types, tests (with the real model; browser tests where Debian's chromium is)
# make proof  the long tests of what must never break (minutes), counts in benchmarks/results/proof.json
# make test-llm  a round trip with a real small language model (compiles llama.cpp, minutes)
# make baseline  what later versions are held to: eval/baseline.json, from the development questions (minutes)
# make eval   the question set over the sample corpus and the articles beside the questions, with a report in eval/report.html
# make ablation  what each part is worth, on the development questions (half an hour), into docs/quality.md

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-llm proof eval baseline ablation check clean

run: $(VENV)/installed
	$(BIN)/python -m index.build
	$(BIN)/python app.py

test: check
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser and not proof" $(PYTEST_ARGS)
	$(BIN)/python -m pytest -n 2 --dist loadfile -m browser $(PYTEST_ARGS)

proof: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m proof --proof benchmarks/results/proof.json

test-llm: $(VENV)/installed $(VENV)-llm/installed
	$(BIN)/python benchmarks/small_llm.py --server $(VENV)-llm/bin/python

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: $(VENV)/installed
	$(BIN)/python -m eval.run --corpus corpus/articles --json eval/report.json --html eval/report.html

ablation: $(VENV)/installed
	$(BIN)/python -m eval.ablate --corpus corpus/articles --json benchmarks/results/ablation.json --markdown docs/quality.md

baseline: $(VENV)/installed
	$(BIN)/python -m eval.run --corpus corpus/articles --split dev --json eval/report.json
	$(BIN)/python -m eval.baseline eval/report.json

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with: make run PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/installed

$(VENV)-llm/installed: requirements-llm.txt | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)-llm
	CMAKE_ARGS="-DGGML_NATIVE=OFF -DGGML_CPU_REPACK=OFF" $(VENV)-llm/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-llm.txt
	@touch $@

clean:
	rm -rf $(VENV) $(VENV)-llm index/built
