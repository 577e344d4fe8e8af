"""Documents to read: files, folders, standard input, corpora; HTML cleaned, language and day found."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from strikelog.extract.lexicon import Lexicon, detect, languages, load_lexicon
from strikelog.folding import fold

TEXT, PAGE = frozenset({".txt", ".text", ".md"}), frozenset({".html", ".htm", ".xhtml"})
PARQUET = frozenset({".parquet", ".pq"})
CORPUS = PARQUET | {".jsonl", ".ndjson"}
MARKUP = re.compile(r"<(?:!doctype html|html|head|body|article|div|p)\b", re.IGNORECASE)


class Unreadable(ValueError):
    """A document that cannot be read; `name` says which, the message why."""

    def __init__(self, name: str, why: str):
        self.name = name
        super().__init__(f"{name}: {why}")


@dataclass(frozen=True, slots=True)
class Raw:
    """A document as it comes: its day and language may not be known yet."""

    name: str
    content: str
    published: str | None = None
    language: str | None = None
    id: str | None = None
    url: str | None = None
    html: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to be read. Offsets of evidence are those of `text`."""

    name: str
    text: str
    published: date
    language: str
    id: str | None = None
    url: str | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def prepare(raw: Raw, published: date | None = None, language: str | None = None, folders: Path | None = None) -> Document:
    """Clean a document and find its day and language. Raises Unreadable, which names it."""
    text, found = raw.content, raw.published
    if raw.html or (raw.content.lstrip()[:1] == "<" and MARKUP.search(raw.content[:2000])):
        text, in_page = _clean(raw)
        found = found or in_page
    if not text.strip():
        raise Unreadable(raw.name, "there is no text in it")
    day = published
    if found:
        try:
            day = date.fromisoformat(str(found)[:10])
        except ValueError:
            raise Unreadable(raw.name, f"its day of publication, {found!r}, is not a date like 2022-01-05") from None
    if day is None:
        raise Unreadable(raw.name, "its day of publication is not known, without which relative dates mean nothing; give --published DATE")
    known = languages(folders)
    code = raw.language or language
    if code and code not in known:
        code = code.split("-")[0].lower()
    if code and code not in known:
        raise Unreadable(raw.name, f"there is no grammar for the language {code!r}; known are {', '.join(known)}")
    code = code or detect(fold(text), _all(tuple(known.values())))
    if code is None:
        raise Unreadable(raw.name, "its language was not recognised; give --lang")
    return Document(raw.name, text, day, code, raw.id, raw.url)


def _all(folders: tuple[Path, ...]) -> list[Lexicon]:
    return [load_lexicon(f) for f in folders]


def _clean(raw: Raw) -> tuple[str, str | None]:
    import trafilatura

    # With deduplicate=True trafilatura keeps state from one page to the next.
    made = trafilatura.bare_extraction(raw.content, include_comments=False, include_tables=True, favor_precision=False, with_metadata=True)
    if made is None:
        raise Unreadable(raw.name, "no article was found in the page")
    values = made.as_dict() if hasattr(made, "as_dict") else dict(made)
    title, text = values.get("title") or "", values.get("text") or ""
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    return text, values.get("date")


def from_paths(paths: Iterable[Path]) -> Iterator[Raw | Unreadable]:
    """Documents in files and folders, in order of name; what cannot be read is yielded as the reason."""
    for path in paths:
        if path.is_dir():
            yield from from_paths(sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in TEXT | PAGE))
            continue
        if path.suffix.lower() in CORPUS:
            yield Unreadable(str(path), f"it holds many texts; give it as --corpus {path.name}")
            continue
        try:
            content = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            yield Unreadable(str(path), "it is not in UTF-8")
        except OSError as why:
            yield Unreadable(str(path), why.strerror or str(why))
        else:
            yield Raw(str(path), content.replace("\r\n", "\n"), html=path.suffix.lower() in PAGE)


def from_stream(stream: IO[str], name: str = "standard input") -> Iterator[Raw | Unreadable]:
    try:
        yield Raw(name, stream.read())
    except UnicodeDecodeError:
        yield Unreadable(name, "it is not in UTF-8")


def from_corpus(path: Path) -> Iterator[Raw | Unreadable]:
    """Documents of a corpus in JSON Lines or Parquet, one at a time."""
    rows = _parquet(path) if path.suffix.lower() in PARQUET else _json_lines(path)
    for number, row in rows:
        name = f"{path}:{number}"
        if isinstance(row, str):
            yield Unreadable(name, row)
        elif not isinstance(row.get("text"), str):
            yield Unreadable(name, "it has no text")
        else:

            def word(key: str, row: dict[str, Any] = row) -> str | None:
                return str(row[key]) if row.get(key) not in (None, "") else None

            identifier = word("id")
            yield Raw(
                f"{name} ({identifier})" if identifier else name,
                row["text"],
                word("published"),
                word("language") or word("lang"),
                identifier,
                word("url"),
            )


def _json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any] | str]]:
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as why:
                yield number, f"it is not JSON: {why.msg}"
            else:
                yield number, row if isinstance(row, dict) else "it is not an object"


def _parquet(path: Path) -> Iterator[tuple[int, dict[str, Any] | str]]:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    wanted = [c for c in ("id", "text", "published", "language", "lang", "url") if c in file.schema_arrow.names]
    number = 0
    for batch in file.iter_batches(batch_size=512, columns=wanted):
        for row in batch.to_pylist():
            number += 1
            yield number, row
