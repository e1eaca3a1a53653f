"""The command that asks the same questions of the same articles again, for the report."""

import shlex
from argparse import Namespace
from pathlib import Path

# Options that decide what is asked; where results go, and anything that may hold an address or a key, is left out.
_OPTIONS = ("questions", "split", "corpus", "index", "squad", "gold_passage", "every", "limit")


def repeating_command(options: Namespace) -> str:
    """A line for a shell. Of an absolute path the name alone: the rest would tell where somebody keeps their files."""
    words = ["python", "-m", "eval.run"]
    if options.endpoint:
        words += ["--endpoint", "URL", "--endpoint-kind", options.endpoint_kind]
    for name in _OPTIONS:
        value = getattr(options, name, None)
        if value:
            words += [f"--{name.replace('_', '-')}", *([] if value is True else [_shown(value)])]
    return shlex.join(words)


def _shown(value: object) -> str:
    return value.name if isinstance(value, Path) and value.is_absolute() else str(value)
