"""Several files replaced as one: all of them or none, even when the machine stops in between."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from strikelog.atomic import write_beside

JOURNAL = ".strikelog-apply.json"


def finish(root: Path) -> list[str]:
    """Put in place what an interrupted replacement had committed to. Returns the files. Raises OSError."""
    journal = root / JOURNAL
    if not journal.exists():
        for leftover in root.glob("*/.*.apply"):
            leftover.unlink()
        return []
    moves: dict[str, str] = json.loads(journal.read_text(encoding="utf-8"))
    done = []
    for beside, name in moves.items():
        if (root / beside).exists():
            (root / beside).replace((root / name).resolve())
            done.append(name)
    journal.unlink()
    return done


def replace(root: Path, contents: Mapping[str, bytes]) -> None:
    """Replace files of the folder, by their paths in it. Raises OSError; then all are as they were.

    First every new file is on the disk beside the old one, then a journal says what goes where, then
    they are moved. A crash before the journal leaves the old files, one after it is mended by `finish`.
    """
    moves: dict[str, str] = {}
    old = {name: (root / name).read_bytes() for name in contents}
    done: list[str] = []
    try:
        for name, data in contents.items():
            beside = (Path(name).parent / f".{Path(name).name}.{secrets.token_hex(4)}.apply").as_posix()
            moves[beside] = name
            write_beside(root / beside, data)
            (root / beside).chmod((root / name).stat().st_mode)
        write_beside(root / JOURNAL, json.dumps(moves).encode())
        for beside, name in moves.items():
            (root / beside).replace((root / name).resolve())
            done.append(name)
        (root / JOURNAL).unlink()
    except BaseException:
        for name in done:
            write_beside(root / name, old[name])
        for leftover in (JOURNAL, *moves):
            with suppress(FileNotFoundError):
                (root / leftover).unlink()
        raise
