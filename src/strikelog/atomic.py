"""Writing a file so that whoever reads it, at any moment, finds the old one or the new one whole."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path


def write_beside(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and put it in its place, with the mode of the file that was there.

    A symbolic link stays, and the file that it points at is replaced. Raises OSError; the old file
    is then as it was.
    """
    path = path.resolve()
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            if path.exists():
                beside.chmod(stat.S_IMODE(path.stat().st_mode))
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Have the folder's new entry reach the disk too, on systems that let a folder be opened."""
    with suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
