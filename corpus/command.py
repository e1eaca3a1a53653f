"""What all commands share: one line for an error and its exit code, a quiet end when the reader of a pipe leaves."""

import argparse
import io
import os
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from corpus.errors import HoiBaoError

if TYPE_CHECKING:
    from pydantic import ValidationError


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is one line with its mend."""

    def error(self, message: str) -> NoReturn:
        """Exits with 2."""
        self.exit(2, f"error: {message}; see {self.prog} --help\n")


def run_command(main: Callable[[], int]) -> NoReturn:
    """Runs a command and exits with its code; a HoiBaoError or an unusable setting becomes one line on stderr."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a pipe on Windows would otherwise take the code page, without Vietnamese
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream is not sys.stdin else "replace")
    sys.exit(_code(main))


def _code(main: Callable[[], int]) -> int:
    from pydantic import ValidationError

    try:
        code = main()
        sys.stdout.flush()
    except HoiBaoError as error:
        return _complain(str(error), error.exit_code)
    except ValidationError as error:
        return _complain(_setting(error), 2)
    except BrokenPipeError:
        # Python flushes stdout once more at exit; point it away so that this cannot fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + getattr(signal, "SIGPIPE", 13)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return code


def _complain(message: str, code: int) -> int:
    sys.stderr.write("error: " + " ".join(message.split()) + "\n")
    return code


def _setting(error: "ValidationError") -> str:
    from settings import unusable

    return f"unusable setting {unusable(error)}; correct it in the environment or in .env"
