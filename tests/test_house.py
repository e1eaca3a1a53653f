"""The rules of the house, read off the syntax trees (docs/architecture.md says why)."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("corpus", "index", "rag", "eval", "web")
MAY_IMPORT = {
    "corpus": {"settings"},
    "index": {"settings", "corpus"},
    "rag": {"settings", "corpus", "index"},
    "eval": {"settings", "corpus", "index", "rag"},
    "web": {"settings", "corpus", "index", "rag"},
}
# Library -> the only rooms, or files, that may import it.
ONLY_IN = {
    "faiss": {"index"},
    "gradio": {"web"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "uvicorn": {"app"},
    "torch": {"index", "training", "rag/adapter.py", "rag/reader.py", "rag/verifier.py"},
    "sentence_transformers": {"index"},
    "transformers": {"index"},
    "langchain": {"rag"},
    "httpx": {"rag", "eval/asking/remote.py"},
}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


def _files():
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")) + [ROOT / "app.py", ROOT / "settings.py"]


def _imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def _wrong_imports(room, source, path=""):
    """Imports of `source`, the file `path` in `room`, that go against the direction or reach for another room's library."""
    wrong = []
    for name in _imports(ast.parse(source)):
        if name in ROOMS and room in MAY_IMPORT and name != room and name not in MAY_IMPORT[room]:
            wrong.append(name)
        if name in ONLY_IN and not {room, path} & ONLY_IN[name]:
            wrong.append(name)
    return wrong


def _long_functions(source):
    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_keeps_the_rules(path):
    source = path.read_text(encoding="utf-8")
    room = path.relative_to(ROOT).parts[0].removesuffix(".py")
    assert _wrong_imports(room, source, path.relative_to(ROOT).as_posix()) == []
    assert _long_functions(source) == []
    assert source.count("\n") <= LONGEST_FILE


def test_the_checks_can_fail():
    assert _wrong_imports("corpus", "from index import Hit") == ["index"]
    assert _wrong_imports("rag", "import faiss") == ["faiss"]
    assert _wrong_imports("rag", "import torch", "rag/answerer.py") == ["torch"]
    assert _wrong_imports("eval", "from web.server import create_app") == ["web"]
    assert _long_functions("def f():\n" + "    x = 1\n" * 60) == ["f"]
    assert _long_functions("def f():\n" + "    x = 1\n" * 59) == []


def test_no_file_of_a_room_reads_the_environment():
    readers = [
        path.name for path in _files() if "os.environ[" in path.read_text(encoding="utf-8") or "getenv" in path.read_text("utf-8")
    ]
    assert readers == []


def test_importing_loads_no_model_and_makes_no_folder(tmp_path):
    code = "import corpus, index, rag, eval, sys; print('torch' in sys.modules, 'gradio' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        check=True,
    )
    assert done.stdout.split() == ["False", "False"]
    assert list(tmp_path.iterdir()) == []
