"""What a result was measured with: machine, versions, code, index, models, settings, questions."""

import hashlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from corpus import Article
from settings import Settings

_PACKAGES = ("torch", "sentence-transformers", "transformers", "faiss-cpu", "scipy", "langchain-core", "gradio", "ir-measures")
_ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "index", "rag", "eval")
ANSWERING = ("corpus", "index", "rag", "eval/asking")  # without what judges and shows: that comes after the answers
_MATTER = ("columns", "embedding_model")  # settings that an answer of the pipeline depends on
_MEGABYTE = 1_000_000


def describe_machine() -> dict[str, Any]:
    """Python, platform, processor, cores, package versions, git commit and date."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "git_commit": _git_commit(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cpu": _cpu_model(),
        "cores": os.cpu_count(),
        "packages": {name: _version(name) for name in _PACKAGES},
    }


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def code_sha256(rooms: Sequence[str] = ROOMS) -> str:
    """One hash of all programs and weights that make a figure: a commit does not tell of changes behind it."""
    files = [_ROOT / "settings.py", *(path for room in rooms for path in (_ROOT / room).rglob("*.py"))]
    weights = [path for room in rooms for path in (_ROOT / room).rglob("*.safetensors")]
    return texts_sha256((path.relative_to(_ROOT).as_posix(), file_sha256(path)) for path in sorted(files + weights))


def index_facts(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Hash of an index's content, not of when it was built, and the revision of the model that made its vectors."""
    files = ((name, facts["sha256"]) for name, facts in sorted(manifest["files"].items()))
    return {"index_sha256": texts_sha256(files), "model_revision": str(manifest["model"]["revision"])}


def weight_facts() -> dict[str, str]:
    """Hashes of the weights that read and check."""
    return {f"{name}_sha256": file_sha256(_ROOT / "rag" / "weights" / f"{name}.safetensors") for name in ("reader", "verifier")}


def setting_facts(settings: Settings) -> dict[str, Any]:
    """The settings that an answer depends on; none of them is a secret. A folder's own path is left out."""
    found = {name: str(getattr(settings, name)) for name in _MATTER}
    shown = {**found, "embedding_model": Path(found["embedding_model"]).name}
    return {"settings": shown, "settings_sha256": texts_sha256(found.items())}


def articles_sha256(articles: Iterable[Article]) -> str:
    """One hash of what articles say, in the order of their ids."""
    return texts_sha256((article.id, repr(article)) for article in sorted(articles, key=lambda article: article.id))


def peak_memory_mb() -> float | None:
    """The most memory (10^6 bytes, resident) that this process, or one of those it started and that have ended, ever held.

    None where the system does not tell (Windows).
    """
    try:
        import resource
    except ImportError:
        return None
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(most * (1 if sys.platform == "darwin" else 1024) / _MEGABYTE, 1)


def texts_sha256(facts: Iterable[str | tuple[str, str]]) -> str:
    """One hash of texts, or of pairs of them, in their order."""
    return hashlib.sha256(json.dumps(list(facts), ensure_ascii=False).encode("utf-8", "backslashreplace")).hexdigest()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _cpu_model() -> str:
    """The processor's own name where Linux tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _git_commit() -> str | None:
    """The checked-out commit, with "+changes" if tracked files differ from it; None outside a repository."""
    commit = _git("rev-parse", "HEAD")
    if commit and _git("status", "--porcelain", "--untracked-files=no"):
        return f"{commit}+changes"
    return commit


def _git(*arguments: str) -> str | None:
    try:
        found = subprocess.run(["git", "-C", str(_ROOT), *arguments], capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip()
