"""What a model is asked for: values with the words that say them, and never an offset.

The shape stands here; every list of codes, with what each code means, comes from `datapackage.json`,
and the statuses from the schema of candidates.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, Field, create_model

from strikelog.extract.candidate import COUNTS, PARTIES
from strikelog.package import Field as Column
from strikelog.package import Package

CANDIDATE = Path(__file__).parents[1] / "candidate.schema.json"

Quote = Annotated[str, Field(description="The shortest words of the text that say it, copied letter by letter.")]
# Many a model writes nothing between quotation marks where it means nobody.
Name = Annotated[
    str | None,
    BeforeValidator(lambda name: name or None),
    Field(description="A name or description of somebody, copied from the text letter by letter."),
]
Least = Annotated[int | None, Field(ge=0, description="The number, or its lower bound; null if it has none.")]
Most = Annotated[int | None, Field(ge=0, description="The number, or its upper bound; null if it has none, as after 'at least'.")]


class NoAnswer(Exception):
    """There is no answer about a text; the message says why."""


class Said(BaseModel):
    """Anything that rests on words of the text."""

    quote: Quote
    basis: str = "stated"


class Coded(Said):
    value: str


class Days(Said):
    earliest: date
    latest: date
    precision: str


class Day(Said):
    value: date


class Site(Said):
    near: bool = Field(False, description="Whether it was near the named place and outside it.")


class Number(Said):
    value: int = Field(ge=2)


class Answered(Said):
    event: int = Field(ge=1, description="Number of that event in this list; the first is 1.")


class Figure(Said):
    """One version of a count. `min` and `max` are for the state `counted` only."""

    state: str
    min: Least = None
    max: Most = None
    asserter: Name = None


class Party(Said):
    """Somebody in one relation to an event; without a name the text says that there is nobody."""

    name: Name = None
    strength: str | None = None
    asserter: Name = None


class Event(BaseModel):
    """One event. Counts and relations are further fields, one list each, named as in candidates."""

    event_type: Coded
    status: str
    date: Days | None = None
    part_of_day: Coded | None = None
    time_local: Coded | None = None
    place: Site | None = None
    admin1: Said | None = None
    country: Coded | None = None
    weapons: list[Said] = []
    targets: list[Said] = []
    composite_count: Number | None = None
    answer_to: Answered | None = None


class Total(Said):
    counted: str
    min: Least = None
    max: Most = None
    since: Day | None = None
    as_of: Day | None = None


class Answer(BaseModel):
    """What one text tells, in the order in which it tells it."""

    events: list[Event] = []
    tallies: list[Total] = []


def answer_type(package: Package) -> type[Answer]:
    """The form of an answer with the codes of a package. Raises KeyError if it lacks a column that is asked for."""
    said = create_model("Said", __base__=Said, basis=(_literal(package.lookup("claims.basis").enum), "stated"))

    def coded(name: str) -> Any:
        return create_model(f"Coded_{name}", __base__=(said, Coded), value=_codes(package.lookup(f"events.{name}")))

    def on(base: type[Said], **fields: Any) -> Any:
        return create_model(base.__name__, __base__=(said, base), **fields)

    figure = on(Figure, state=_codes(package.lookup("claims.state")))
    party = on(Party, strength=_codes(package.lookup("claims.strength"), None))
    day = on(Day)
    meanings = {code.value: code.description for code in package.lookup("claims.field").codes}
    clock = create_model("Clock", __base__=(said, Coded), value=(str, Field(pattern=package.lookup("events.time_local").pattern)))
    fields: dict[str, Any] = {
        "event_type": (coded("event_type"), ...),
        "status": (_literal(_statuses()["enum"]), Field(description=_statuses()["description"])),
        "date": _maybe(on(Days, precision=_codes(package.lookup("events.date_precision"))), "Its own local day, never the report's."),
        "part_of_day": _maybe(coded("part_of_day"), meanings["part_of_day"]),
        "time_local": _maybe(clock, meanings["time_local"]),
        "place": _maybe(on(Site), "The narrowest place that is named; its quote is the name alone."),
        "admin1": _maybe(said, "Governorate or province; its quote is the name alone."),
        "country": _maybe(coded("country"), package.lookup("events.country").description),
        "weapons": _list(said, "Weapons used; each quote is the weapon's name alone."),
        "targets": _list(said, meanings["target"] + " Each quote is the party's name alone."),
        "composite_count": _maybe(on(Number), package.lookup("events.composite_count").description),
        "answer_to": _maybe(on(Answered), "The event of this list that this one was made in answer to."),
    }
    fields |= {name: _list(figure, meanings[name] + " The preferred version first.") for name in COUNTS}
    fields |= {name: _list(party, meanings[name]) for name in PARTIES}
    event = create_model("Event", __base__=Event, __doc__=package.table("events").description, **fields)
    total = on(
        Total,
        __doc__=package.table("tallies").description,
        counted=_codes(package.lookup("tallies.counted")),
        since=_maybe(day, package.lookup("tallies.since").description),
        as_of=_maybe(day, package.lookup("tallies.as_of").description),
    )
    return create_model("Answer", __base__=Answer, events=_list(event, ""), tallies=_list(total, ""))


@lru_cache(maxsize=4)
def schema_hash(form: type[Answer]) -> str:
    """SHA-256 of the JSON Schema that a model is shown."""
    return hashlib.sha256(json.dumps(form.model_json_schema(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _statuses() -> dict[str, Any]:
    schema = json.loads(CANDIDATE.read_text(encoding="utf-8"))
    return cast(dict[str, Any], schema["properties"]["status"])


def _literal(values: tuple[str, ...] | list[str]) -> Any:
    return cast(Any, Literal)[tuple(values)]


def _codes(column: Column, default: Any = ...) -> tuple[Any, Any]:
    """The codes of a column as a type, with what each means."""
    kind = _literal(column.enum)
    meaning = f"{column.description} " + " ".join(f"{code.value}: {code.description}" for code in column.codes)
    return (kind | None if default is None else kind), Field(default, description=meaning)


def _maybe(kind: Any, meaning: str) -> tuple[Any, Any]:
    return kind | None, Field(None, description=meaning)


def _list(kind: Any, meaning: str) -> tuple[Any, Any]:
    return list[kind], Field(default_factory=list, description=meaning or None)
