"""What tests of the extractor share: a made-up package of names, and a reading of a short text."""

from __future__ import annotations

import shutil
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from strikelog.extract.documents import Document
from strikelog.extract.engine import Engine, load_engine
from strikelog.extract.lexicon import LANGUAGES, Lexicon, load_lexicon

REPOSITORY = Path(__file__).parents[2]
WEDNESDAY = date(2022, 1, 5)


@lru_cache
def engine() -> Engine:
    return load_engine(REPOSITORY)


def lexicon(language: str) -> Lexicon:
    return load_lexicon(LANGUAGES / language)


def extract(text: str, language: str = "en", published: date = WEDNESDAY) -> list[dict[str, Any]]:
    return engine().extract(Document("made-up", text, published, language, "made-up"))


def events(text: str, language: str = "en", published: date = WEDNESDAY) -> list[dict[str, Any]]:
    """Candidates for what the text says happened, told apart from totals and from what is only possible."""
    return [c for c in extract(text, language, published) if c["kind"] == "event" and c["status"] != "hypothetical"]


def count(candidate: dict[str, Any], name: str) -> tuple[Any, ...] | None:
    value = candidate[name]
    return None if value is None else (value["state"], value.get("min"), value.get("max"))


def copy_names(folder: Path) -> Path:
    """A package with the repository's names and no events."""
    (folder / "data").mkdir(parents=True)
    shutil.copy(REPOSITORY / "datapackage.json", folder)
    for file in (REPOSITORY / "data").glob("*.csv"):
        shutil.copy(file, folder / "data")
    return folder
