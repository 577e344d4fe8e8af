"""Evidence: spans inside the text that was read, and, where the texts are at hand, what they mark."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from strikelog.check.tables import ROW, Hits, Tables, rule
from strikelog.folding import fold

START, END = pl.col("span_start"), pl.col("span_end")


def _spanned(tables: Tables) -> Iterator[str]:
    """Tables whose rows point into a source's text."""
    for table in tables.package.tables:
        if {"source_id", "span_start", "span_end"} <= set(table.columns) and not tables.checked[table.name].rows.absent:
            yield table.name


def _with_source(tables: Tables, name: str) -> pl.DataFrame:
    """Rows with a span, and what is said of the text that it lies in."""

    def make() -> pl.DataFrame:
        spans = tables[name].select(ROW, START, END, _source=tables.referred(name, "source_id"))
        spans = spans.filter((START.is_not_null() | END.is_not_null()) & pl.col("_source").is_not_null())
        texts, sound = tables["sources"], tables.among("sources", tables.sound("sources", "sha256")[ROW])
        said = {"held": texts["sha256"].is_not_null(), "text_chars": texts["text_chars"]}
        said = {name: values.gather(spans["_source"]) for name, values in said.items()}
        return spans.with_columns(**said).filter(sound.gather(spans["_source"]))

    return tables.kept(f"spans of {name}", make)


@rule("E901", reads="sources")
def span_turned_round(tables: Tables) -> Iterator[Hits]:
    for name in _spanned(tables):
        frame = tables[name]
        yield Hits(
            name,
            frame.filter(START.is_null() & END.is_not_null()),
            "span_start",
            "the evidence has an end and no start",
            "give both or neither",
        )
        yield Hits(
            name,
            frame.filter(START.is_not_null() & END.is_null()),
            "span_end",
            "the evidence has a start and no end",
            "give both or neither",
        )
        yield Hits(
            name,
            frame.filter(END <= START),
            "span_end",
            "the evidence ends at {span_end}, and starts at {span_start}",
            "the end is the character after the last one",
        )


@rule("E902", reads="sources", whole="sources")
def span_without_text(tables: Tables) -> Iterator[Hits]:
    for name in _spanned(tables):
        wrong = _with_source(tables, name).filter(~pl.col("held"))
        yield Hits(
            name,
            wrong,
            "span_start",
            "{source_id} has no held text, and the row marks characters in one",
            "record text_name, sha256 and text_chars of the source, or empty the span",
        )


@rule("E903", reads="sources", whole="sources")
def span_outside_text(tables: Tables) -> Iterator[Hits]:
    for name in _spanned(tables):
        wrong = _with_source(tables, name).filter(END > pl.col("text_chars"))
        yield Hits(
            name,
            wrong,
            "span_end",
            "the evidence ends at character {span_end} of a text of {text_chars}",
            "count in code points of the text as it was read",
        )


@rule("E904", reads="sources")
def text_differs(tables: Tables) -> Iterator[Hits]:
    if tables.texts is None:
        return
    held = tables["sources"].drop_nulls(["text_name", "sha256"])
    digests = pl.Series("found", [_digest(tables.texts / n) for n in held["text_name"]], dtype=pl.String)
    lengths = pl.Series("chars", [len(_text(tables.texts / n) or "") for n in held["text_name"]], dtype=pl.Int64)
    held = held.with_columns(digests, lengths).drop_nulls("found")
    yield Hits(
        "sources",
        held.filter(pl.col("found") != pl.col("sha256")),
        "sha256",
        "{text_name} has another hash: {found}",
        "put back the text that was read, or read the spans again",
    )
    yield Hits(
        "sources",
        held.filter((pl.col("found") == pl.col("sha256")) & (pl.col("chars") != pl.col("text_chars"))),
        "text_chars",
        "{text_name} has {chars} characters, not {text_chars}",
        "write {chars}",
    )


@rule("W906", reads="sources")
def text_missing(tables: Tables) -> Iterator[Hits]:
    if tables.texts is None:
        return
    held = tables["sources"].drop_nulls("text_name")
    gone = pl.Series([_digest(tables.texts / n) is None for n in held["text_name"]], dtype=pl.Boolean)
    yield Hits("sources", held.filter(gone), "text_name", "{text_name} is not among the texts at hand", "its evidence was not looked at")


@rule("E905", reads="claims sources", whole="sources")
def number_without_number(tables: Tables) -> Iterator[Hits]:
    if tables.texts is None:
        return
    counted = tables["claims"].filter(pl.col("state") == "counted")
    spans = (
        _with_source(tables, "claims")
        .filter((END > START) & (END <= pl.col("text_chars")))
        .join(counted, on=ROW, how="semi", maintain_order="left")
    )
    spans = spans.join(tables["sources"].select("text_name", "sha256", "language", _source=ROW), on="_source", maintain_order="left")
    wrong = []
    for (name, sha256, language), group in spans.group_by("text_name", "sha256", "language", maintain_order=True):
        path = tables.texts / str(name or "")
        text = _text(path)
        if text is None or _digest(path) != sha256 or language not in _number_words():
            continue
        wrong += [row for row, start, end in group.select(ROW, START, END).iter_rows() if not _holds_number(text[start:end], str(language))]
    yield Hits(
        "claims",
        spans.filter(pl.col(ROW).is_in(wrong)),
        "span_start",
        "the evidence at {span_start}–{span_end} holds no number",
        "mark the words that give the number",
    )


@cache
def _number_words() -> Mapping[str, re.Pattern[str]]:
    words = tomllib.loads(files(__package__).joinpath("number_words.toml").read_text(encoding="utf-8"))
    return {language: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)") for language, forms in words.items()}


def _holds_number(text: str, language: str) -> bool:
    return any(c.isdigit() for c in text) or bool(_number_words()[language].search(fold(text)))


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _digest(path: Path) -> str | None:
    content = _content(path)
    return None if content is None else hashlib.sha256(content).hexdigest()


def _text(path: Path) -> str | None:
    content = _content(path)
    return None if content is None else content.decode("utf-8", errors="replace")
