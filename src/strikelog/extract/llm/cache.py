"""Answers kept in a folder, one JSON file each."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from strikelog.atomic import write_beside
from strikelog.extract.llm.answer import Answer


@dataclass(frozen=True, slots=True)
class Key:
    """What an answer depends on. Neither the endpoint nor the key to it belongs to it."""

    model: str
    prompt: str
    schema: str
    sha256: str
    published: str

    @property
    def file(self) -> str:
        return hashlib.sha256(_json(asdict(self)).encode()).hexdigest() + ".json"


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of answers of one type. Without a folder nothing is kept."""

    folder: Path | None
    answer: type[Answer]

    def read(self, key: Key) -> Answer | None:
        """The answer that is kept; None if there is none, or none that is whole and of this type."""
        if self.folder is None:
            return None
        try:
            kept = json.loads((self.folder / key.file).read_text(encoding="utf-8"))
            return self.answer.model_validate(kept["answer"]) if kept["key"] == asdict(key) else None
        except (FileNotFoundError, ValidationError, ValueError, KeyError, TypeError):
            return None

    def write(self, key: Key, answer: Answer) -> None:
        """Keep an answer, whole or not at all. Raises OSError."""
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            kept = {"key": asdict(key), "answer": answer.model_dump(mode="json")}
            write_beside(self.folder / key.file, (_json(kept, indent=1) + "\n").encode())


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent)
