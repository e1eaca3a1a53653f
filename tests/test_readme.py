"""README.md and README.vi.md tell the same, and every option of their commands is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ENGLISH, VIETNAMESE = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.vi.md"))
TOLD = {
    "options": r"(?<![\w-])--[a-z][a-z-]+",
    "settings": r"HOIBAO_[A-Z_]+",
    "commands": r"(?:python -m [\w.]+|make (?:run|test)\b)",
    "addresses": r"/(?:api|kho|v1|openapi)[\w/.{}]*",
    "fields of the sample article": r"(?m)^    ([a-z_]+): ",
    "links": r"\]\(((?!README)[^)]+)\)",
    "figures": r"\b(?:500 MB|4 GB|7860|2\.13\.0|0\.3\.0)",
}
COMMAND = re.compile(r"^    python -m ([\w.]+)(.*)$", re.M)


def _sections(text):
    return text.count("\n## ")


@pytest.mark.parametrize("what", TOLD)
def test_both_languages_tell_the_same(what):
    assert set(re.findall(TOLD[what], VIETNAMESE)) == set(re.findall(TOLD[what], ENGLISH)) != set()


def test_both_languages_have_the_same_sections_and_examples():
    assert _sections(ENGLISH) == _sections(VIETNAMESE) == 5
    assert len(re.findall(r"(?m)^    \S", ENGLISH)) == len(re.findall(r"(?m)^    \S", VIETNAMESE))


@pytest.mark.parametrize("module", sorted({found[1] for found in COMMAND.finditer(VIETNAMESE)}))
def test_a_command_takes_the_options_that_are_told(module):
    lines = [found[2] for found in COMMAND.finditer(VIETNAMESE) if found[1] == module]
    told = {option for line in lines for option in re.findall(r"--[a-z-]+", line)}
    command = [sys.executable, "-m", module, "--help"]
    help_text = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert told - set(re.findall(r"--[a-z-]+", help_text)) == set()
