"""Put a finished folder in the place of another, so that whoever looks finds one of them whole.

A build writes into `.dist.<pid>` beside `dist`. Linux and macOS exchange the two in one step. Where
neither can (some network file systems), `dist` is renamed to `.dist.previous` and the new folder
to `dist`; a build killed between the two leaves no `dist`, and `prepare` brings the previous one back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

from strikelog.publish.files import sync

AT_FDCWD = -100
RENAME_EXCHANGE = RENAME_SWAP = 2
UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)


def prepare(out: Path) -> Path:
    """Mend what a killed build left beside `out`, and return a new empty folder to build in."""
    previous = _beside(out, "previous")
    if previous.exists():
        if out.exists():
            shutil.rmtree(previous)
        else:
            previous.rename(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    for left in out.parent.glob(f".{out.name}.*"):
        pid = left.name.rpartition(".")[2]
        if pid.isdecimal() and (int(pid) == os.getpid() or not _alive(int(pid))):
            shutil.rmtree(left)
    folder = _beside(out, str(os.getpid()))
    folder.mkdir()
    return folder


def replace(out: Path, folder: Path) -> None:
    """Make `folder` the new `out`; what was there is removed."""
    sync(folder)
    if not out.exists():
        folder.rename(out)
    elif exchange(folder, out):
        sync(out.parent)
        shutil.rmtree(folder)
    else:
        previous = _beside(out, "previous")
        out.rename(previous)
        folder.rename(out)
        sync(out.parent)
        shutil.rmtree(previous)
    sync(out.parent)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two paths in one step; False where the system or the file system cannot. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        if sys.platform == "darwin":
            failed = libc.renamex_np(os.fsencode(one), os.fsencode(other), RENAME_SWAP)
        else:
            failed = libc.renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    except AttributeError:
        return False
    why = ctypes.get_errno()
    if failed and why not in UNSUPPORTED:
        raise OSError(why, os.strerror(why), str(one), None, str(other))
    return not failed


def _beside(out: Path, word: str) -> Path:
    return out.with_name(f".{out.name}.{word}")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
