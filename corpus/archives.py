"""Office files are zip archives: what one may swell to is known before anything of it is read."""

import zipfile
from typing import BinaryIO

OLE = b"\xd0\xcf\x11\xe0"  # how an old office file begins, and a new one behind a password
_MEMBERS = 5_000
_EXPANDED = 200 * 1024 * 1024  # bytes of all members
_XML_EXPANDED = 40 * 1024 * 1024  # bytes of a member that will be parsed
_RATIO = 200  # of a parsed member; Office's own XML stays below 50


def swells(file: BinaryIO) -> bool:
    """Whether an archive is too large to be opened; zipfile never reads past the sizes declared here, so they bound the work.

    Raises zipfile.BadZipFile for what is no archive.
    """
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    parsed = [member for member in members if member.filename.lower().endswith((".xml", ".rels"))]
    return (
        len(members) > _MEMBERS
        or sum(member.file_size for member in members) > _EXPANDED
        or any(member.file_size > _XML_EXPANDED for member in parsed)
        or any(member.file_size > max(1_000_000, _RATIO * member.compress_size) for member in parsed)
    )
