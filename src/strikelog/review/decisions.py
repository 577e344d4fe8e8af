"""The log of decisions: one JSON object a line, only ever appended to, on the disk before it counts."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # Windows has none; two coders then need two files
    fcntl = None  # type: ignore[assignment]

ACTIONS = ("edit", "accept", "reject", "skip", "merge", "split", "settle", "undo")
# Those that close a candidate.
FINAL = ("accept", "reject", "merge")


class LogError(ValueError):
    """The log holds a line that is no decision."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of one coder on one candidate.

    `changes` is field, before and after of each value changed. What closes a candidate keeps in
    `record` all that was on the page, so that exactly what the coder saw is what is applied.
    """

    decision_id: str
    seq: int
    candidate_id: str
    action: str
    coder: str
    time: str
    changes: tuple[Mapping[str, Any], ...] = ()
    reason: str = ""
    event_id: str = ""
    new_candidate_id: str = ""
    undoes: str = ""
    outcome: str = ""
    record: Mapping[str, Any] | None = None

    def line(self) -> str:
        """The decision as it stands in the log; what is empty is left out."""
        kept = {k: v for k, v in asdict(self).items() if v not in ("", None, ()) or k in ("reason", "changes")}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n"


@dataclass(slots=True)
class Read:
    """Decisions in the order of the file, and what was left of a line that a crash cut off."""

    decisions: list[Decision] = field(default_factory=list)
    torn: bytes = b""
    whole: int = 0


def read(path: Path) -> Read:
    """Read a log; one that does not exist is empty. Raises LogError, and OSError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Read()
    return _parsed(data, path)


def _parsed(data: bytes, path: Path) -> Read:
    found, at, seen = Read(), 0, set[str]()
    for number, raw in enumerate(data.split(b"\n"), 1):
        last = at + len(raw) == len(data)
        try:
            decision = _decision(json.loads(raw)) if raw.strip() else None
        except (ValueError, TypeError, RecursionError) as why:
            # Whoever waited for this line was never told that it had been written.
            if last:
                found.torn = raw
                break
            raise LogError(f"{path}:{number}: this is no decision: {why}") from None
        if decision and decision.decision_id not in seen:
            seen.add(decision.decision_id)
            found.decisions.append(decision)
        at += len(raw) + (not last)
        found.whole = at
    return found


def _decision(given: Any) -> Decision:
    if not isinstance(given, dict):
        raise TypeError("a decision is an object")
    made = Decision(**{**given, "changes": tuple(given.get("changes", ()))})
    if made.action not in ACTIONS:
        raise ValueError(f"{made.action!r} is not one of {', '.join(ACTIONS)}")
    words = (made.decision_id, made.candidate_id, made.coder, made.time, made.reason, made.event_id, made.undoes, made.outcome)
    if not all(isinstance(w, str) for w in words) or not isinstance(made.seq, int) or not isinstance(made.record, dict | None):
        raise TypeError("a value has another type than it should")
    if not (made.decision_id and made.candidate_id and made.coder):
        raise ValueError("decision_id, candidate_id and coder may not be empty")
    return made


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Log:
    """A log that decisions are added to, by several processes too."""

    def __init__(self, path: Path, clock: Callable[[], str] = now):
        self.path, self.clock = path, clock

    def read(self) -> Read:
        return read(self.path)

    def add(self, candidate_id: str, action: str, coder: str, **more: Any) -> Decision:
        """Write one decision and return it once it is on the disk. Raises OSError and LogError."""
        fresh = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file, _alone(file.fileno()):
            file.seek(0)
            there = _parsed(file.read(), self.path)
            size = file.seek(0, os.SEEK_END)
            if there.torn:
                file.truncate(there.whole)
                size = there.whole
            seq = max((d.seq for d in there.decisions), default=0) + 1
            time = self.clock()
            identity = hashlib.sha256("\x1f".join((str(seq), candidate_id, action, coder, time)).encode()).hexdigest()
            decision = Decision(f"de-{identity[:16]}", seq, candidate_id, action, coder, time, **more)
            start = b"\n" if size and not _ends_with_newline(file.fileno(), size) else b""
            _write_all(file.fileno(), start + decision.line().encode(), size)
            os.fsync(file.fileno())
        if fresh:
            _settle(self.path.parent)
        return decision


def _write_all(handle: int, data: bytes, size: int) -> None:
    """Write the whole line, or take back what was written of it."""
    try:
        while data:
            data = data[os.write(handle, data) :]
    except OSError:
        os.ftruncate(handle, size)
        raise


def _ends_with_newline(handle: int, size: int) -> bool:
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) == b"\n"


def _settle(folder: Path) -> None:
    """Have the new file's name reach the disk too."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _alone(handle: int) -> Iterator[None]:
    """Nobody else adds to the log meanwhile."""
    if fcntl is None:
        yield
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """Decisions that no later one undoes."""
    undone = {d.undoes for d in decisions if d.action == "undo"}
    return [d for d in decisions if d.action != "undo" and d.decision_id not in undone]
