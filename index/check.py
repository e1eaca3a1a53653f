"""Verify the index: `python -m index.check [--index DIR]`; exit 0 sound, 1 damaged or of another format, 2 none."""

import sys
from pathlib import Path

from corpus import Parser, run_command
from index.version import open_version
from settings import load_settings


def main() -> int:
    """Run the command; returns its exit code."""
    parser = Parser(prog="python -m index.check", description="Verify the index.")
    parser.add_argument("--index", type=Path, help="folder of index versions (HOIBAO_INDEX)")
    folder, manifest = open_version(parser.parse_args().index or load_settings().index)
    counts = manifest["counts"]
    sys.stdout.write(
        f"{folder.name} is sound: {counts['articles']} articles, {counts['chunks']} chunks, {len(manifest['files'])} files, "
        f"model {manifest['model']['id']}, built {manifest['built']}\n"
    )
    return 0


if __name__ == "__main__":
    run_command(main)
