"""What the desk is given: candidates, one a line, and the texts that their evidence counts in."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Candidate = Mapping[str, Any]
KINDS = ("event", "tally")
FORM = re.compile(r"ca-[0-9a-f]{16}")
SHA256 = re.compile(r"[0-9a-f]{64}")
# More than any report has; a larger file among the texts is something else.
LARGEST_TEXT = 8_000_000


class Unreadable(ValueError):
    """A file of candidates or texts that cannot be used; the message says where and why."""


def read_candidates(path: Path) -> dict[str, Candidate]:
    """The candidates of a JSON Lines file by id, in its order. Raises Unreadable."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as why:
        raise Unreadable(f"{path} cannot be read: {why}") from None
    found: dict[str, Candidate] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            candidate = json.loads(line)
        except (ValueError, RecursionError) as why:
            raise Unreadable(f"{path}:{number}: this is no JSON: {why}") from None
        if trouble := _malformed(candidate):
            raise Unreadable(f"{path}:{number}: {trouble}")
        if candidate["candidate_id"] in found and found[candidate["candidate_id"]] != candidate:
            raise Unreadable(f"{path}:{number}: {candidate['candidate_id']} stands twice, and the two differ")
        found[candidate["candidate_id"]] = candidate
    return found


def _malformed(candidate: Any) -> str | None:
    """What makes a candidate unusable here; finer points are the extractor's own tests."""
    if not isinstance(candidate, dict):
        return "a candidate is an object"
    source, certainty = candidate.get("source"), candidate.get("certainty")
    if not FORM.fullmatch(str(candidate.get("candidate_id"))):
        return "there is no candidate_id of the form ca- and sixteen hexadecimal digits"
    if candidate.get("kind") not in KINDS:
        return f"kind is {candidate.get('kind')!r}, not one of {', '.join(KINDS)}"
    if not isinstance(source, dict) or not SHA256.fullmatch(str(source.get("sha256"))) or not isinstance(source.get("chars"), int):
        return "source has no sha256 of the text or no number of its characters"
    if not isinstance(certainty, int | float) or isinstance(certainty, bool) or not 0 <= certainty <= 1:
        return "certainty is no number from 0 to 1"
    if not isinstance(candidate.get("evidence"), dict) or not isinstance(candidate.get("matches"), list):
        return "evidence must be an object and matches a list"
    return None


def queue(candidates: Mapping[str, Candidate]) -> list[str]:
    """Ids, least certain first; equals stay in the order of the file."""
    return sorted(candidates, key=lambda c: float(candidates[c]["certainty"]))


@dataclass
class Texts:
    """Texts by the hash of their bytes: a folder of files, or a JSON Lines corpus with `id` and `text`."""

    place: Path
    _known: dict[str, str] = field(default_factory=dict)
    _searched: bool = False

    @property
    def folder(self) -> Path | None:
        """The folder, if it is one: then the check can look into the texts too."""
        return self.place if self.place.is_dir() else None

    def get(self, source: Mapping[str, Any]) -> str | None:
        """The very text that a candidate's source names; None if it is not at hand or differs."""
        sha256 = str(source["sha256"])
        if sha256 not in self._known and self.place.is_dir():
            for name in {Path(str(source.get(key) or "")).name + ending for key in ("name", "id") for ending in ("", ".txt")}:
                self._add(self.place / name)
        if sha256 not in self._known and not self._searched:
            self._searched = True
            self._search()
        return self._known.get(sha256)

    def _search(self) -> None:
        """Look at everything once, for a text that does not stand under its name."""
        if self.place.is_dir():
            for path in sorted(self.place.iterdir()):
                self._add(path)
            return
        try:
            with self.place.open(encoding="utf-8") as lines:
                for line in lines:
                    text = json.loads(line).get("text")
                    if isinstance(text, str):
                        self._known[hashlib.sha256(text.encode()).hexdigest()] = text
        except (OSError, ValueError, AttributeError) as why:
            raise Unreadable(f"{self.place} is no folder of texts and no JSON Lines corpus: {why}") from None

    def _add(self, path: Path) -> None:
        try:
            if not path.is_file() or path.stat().st_size > LARGEST_TEXT:
                return
            data = path.read_bytes()
            self._known[hashlib.sha256(data).hexdigest()] = data.decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return
