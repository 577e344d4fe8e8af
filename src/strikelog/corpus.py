"""Texts with a gold coding beside them: read from their folder, and put before the rules."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from strikelog.evaluate import Evaluation, evaluate, read_lines
from strikelog.extract.documents import Raw
from strikelog.extract.parallel import Settings, extract_one

Row = dict[str, Any]
# What a text's line says of it that figures are grouped by.
GROUPS = ("language", "difficulty", "voice")


def gold_rows(gold: Path, about: Path | None = None, split: str | None = None) -> list[Row]:
    """Gold lines, each with what `about` says of its text; of one split if that is given. Raises ValueError."""
    texts = by_id(about) if about else {}
    rows = [
        {**{k: texts[one][k] for k in GROUPS if texts.get(one, {}).get(k) is not None}, **row}
        for one, row in by_id(gold).items()
        if not split or texts.get(one, {}).get("split") == split
    ]
    if split and not rows:
        raise ValueError(f"--split: no text of {gold} is of {split!r}")
    return rows


def by_id(path: Path) -> dict[str, Row]:
    """Objects of a JSON Lines file by their id, in its order. Raises ValueError that names the line."""
    rows: dict[str, Row] = {}
    for number, row in enumerate(read_lines(path), 1):
        if "id" not in row:
            raise ValueError(f"{path}:{number}: a text without an id")
        if row["id"] in rows:
            raise ValueError(f"{path}:{number}: {row['id']} stands there twice")
        rows[row["id"]] = row
    return rows


def read_texts(folder: Path, ids: Iterable[str]) -> dict[str, str]:
    """The texts of these ids that are in the folder, with the offsets that the extractor counts."""
    paths = {one: folder / f"{one}.txt" for one in ids}
    return {one: path.read_bytes().decode("utf-8").replace("\r\n", "\n") for one, path in paths.items() if path.is_file()}


def names_of(package: Path) -> dict[str, list[str]]:
    """Every spelling of each id in the package's names."""
    names: dict[str, list[str]] = {}
    path = package / "data" / "names.csv"
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                names.setdefault(row["entity_id"], []).append(row["name"])
    return names


def propose(texts: Mapping[str, str], about: Mapping[str, Row], package: Path) -> list[Row]:
    """What the rules find in these texts. Raises ValueError that names a text that cannot be read."""
    settings, found = Settings(package), []
    for one, text in texts.items():
        told = about.get(one, {})
        outcome = extract_one(settings, Raw(one, text, told.get("published"), told.get("language"), one))
        if outcome.trouble:
            raise ValueError(outcome.trouble)
        found += [json.loads(line) for line in outcome.lines]
    return found


def measure(folder: Path, package: Path, split: str | None = None, candidates: Sequence[Row] | None = None) -> Evaluation:
    """The rules, or other candidates, against the corpus in a folder. Raises ValueError, OSError and DescriptorError."""
    about = folder / "texts.jsonl"
    rows = gold_rows(folder / "gold.jsonl", about, split)
    texts = read_texts(folder / "texts", (row["id"] for row in rows))
    if missing := [row["id"] for row in rows if row["id"] not in texts]:
        raise ValueError(f"{folder / 'texts'}: there is no {', no '.join(f'{one}.txt' for one in missing)}")
    return evaluate(rows, propose(texts, by_id(about), package) if candidates is None else candidates, texts, names_of(package))
