"""Where a model that is named by a setting is: in a folder, in the model hub's cache, or on the hub (only then is it fetched)."""

import hashlib
import re
import ssl
import urllib.error
import urllib.request
from pathlib import Path

HUB_ID = re.compile(r"[\w-][\w.-]*/[\w.-]+")
_MARKS = ("modules.json", "config.json")  # a folder with one of them holds a model
_FINGERPRINTED = {".safetensors", ".bin", ".json", ".txt", ".model"}
_SECONDS = 5  # to find out whether the hub answers at all; its own client tries for a minute and a half


def holds_model(folder: Path) -> bool:
    """Whether a folder looks like that of a model."""
    return any((folder / name).is_file() for name in _MARKS)


def fingerprint(folder: Path) -> str:
    """12 hex digits over names and contents of a model's files, so that a model trained anew in its old place is noticed."""
    digest = hashlib.sha256()
    files = [path for path in folder.rglob("*") if path.suffix in _FINGERPRINTED and path.is_file()]
    for file in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        digest.update(f"{file.relative_to(folder).as_posix()}\n".encode())
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:12]


def is_cached(hub_id: str) -> bool:
    """Whether (some of) a hub model was fetched before."""
    from huggingface_hub import try_to_load_from_cache

    return any(isinstance(try_to_load_from_cache(hub_id, name), str) for name in _MARKS)


def why_unreachable() -> str | None:
    """Why the hub cannot be asked now, or None if something answers at its address."""
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        return "HF_HUB_OFFLINE forbids to fetch it"
    try:
        urllib.request.urlopen(constants.ENDPOINT, timeout=_SECONDS).close()
    except urllib.error.HTTPError:
        return None  # an answer, if an unfriendly one
    except OSError as error:
        reason = getattr(error, "reason", error)
        return None if isinstance(reason, ssl.SSLError) else f"{constants.ENDPOINT} does not answer ({reason})"
    return None
