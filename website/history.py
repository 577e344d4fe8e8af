"""The releases of the data and what each changed, read from the repository's own history."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from strikelog.compare import Comparison, NoVersion, Version, compare, open_version
from strikelog.package import DESCRIPTOR


@dataclass(frozen=True, slots=True)
class Release:
    """One version of the data, the day it is dated, and what it changed; `changes` is None for the first that is known."""

    version: str
    day: date
    changes: Comparison | None


def releases(package: Path, root: Path) -> tuple[Release, ...]:
    """Every release up to the data in `package`, oldest first, as the history of `root` has them.

    A release is what is tagged with `v` and its version, else the last revision that has its version.
    Where there is no history, as in an archive without git, the present data are the only release known.
    """
    present = open_version(str(package.resolve()))
    versions = [v for v in _earlier(root) if v.package.version != present.package.version]
    versions.append(present)
    changes = [None, *(compare(old, new) for old, new in pairwise(versions))]
    return tuple(
        Release(v.package.version, date.fromisoformat(v.package.descriptor["created"][:10]), changed)
        for v, changed in zip(versions, changes, strict=True))


def _earlier(root: Path) -> Iterator[Version]:
    """Each version that the descriptor has had, oldest first; one that cannot be read is passed over."""
    revisions: dict[str, str] = {}
    touched = _git(root, "log", "--first-parent", "--reverse", "--format=%H", "--", DESCRIPTOR).split()
    for commit, until in zip(touched, [*(f"{c}^" for c in touched[1:]), "HEAD"], strict=True):
        version = json.loads(_git(root, "show", f"{commit}:./{DESCRIPTOR}"))["version"]
        revisions[version] = until
    for version, revision in revisions.items():
        tag = f"v{version}"
        with suppress(NoVersion):
            yield open_version(tag if _git(root, "tag", "--list", tag).strip() else revision, root)


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""
