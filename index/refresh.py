"""The index brought to the state of its folder of articles by a program that has its model loaded already."""

from pathlib import Path

from corpus import load_corpus
from index.builder import BuildReport, Told, build_index
from index.embedder import Embedder
from index.remembered import known_drafts


def refresh_index(index_dir: Path, folder: Path, embedder: Embedder, *, columns: str, told: Told) -> BuildReport:
    """Read the folder and build; `told` hears the stage "read", then those of `build_index`. Raises HoiBaoError as they do."""
    told("read", 0, 0)
    found = load_corpus(folder, columns, known_drafts(index_dir))
    return build_index(
        found.articles,
        index_dir,
        embedder,
        set_aside=found.set_aside,
        drafts=found.drafts,
        corpus=str(folder),
        progress=False,
        told=told,
    )
