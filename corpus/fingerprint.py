"""What tells that something would be made in another way than before."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("trafilatura", "pypdf", "python-docx")  # a new release may find another text in the same file


def source_fingerprint(files: Iterable[Path]) -> str:
    """12 hex digits over source files.

    A version number that is raised by hand is forgotten one day, and what was made the old way is used on.
    """
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.name}\n".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]


@cache
def reading_fingerprint() -> str:
    """Of all that reads and cuts articles: this package and the libraries behind it."""
    libraries = " ".join(f"{library} {version(library)}" for library in _LIBRARIES)
    return f"{source_fingerprint(Path(__file__).parent.glob('*.py'))}, {libraries}"
