"""What one stretch of text says of one event, before it is known of which."""

from __future__ import annotations

from dataclasses import dataclass, field

from strikelog.extract.dates import Timex
from strikelog.extract.figures import Fact
from strikelog.extract.places import Place
from strikelog.extract.speech import Asserter
from strikelog.extract.text import Sentence


@dataclass(slots=True)
class Clause:
    """What one stretch of text says of one event, before it is known of which."""

    start: int
    end: int
    sentence: Sentence
    order: int
    kind: str | None = None
    kind_span: tuple[int, int] | None = None
    weapons: dict[str, tuple[int, int]] = field(default_factory=dict)
    event: bool = False
    strong: bool = False
    times: list[Timex] = field(default_factory=list)
    report_times: list[Timex] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    all_places: list[Place] = field(default_factory=list)
    admin1: tuple[str, int, int] | None = None
    country: tuple[str, int, int] | None = None
    facts: list[Fact] = field(default_factory=list)
    asserter: Asserter | None = None
    intercepted: bool = False
    attack: bool = False
    aim_known: bool = False
    aim_unknown: bool = False
    unreal: bool = False
    hypothetical: bool = False
    general: bool = False
    denied: bool = False
    another: bool = False
    others: bool = False
    ordinal: str | None = None
    group: int = 0
    definite: bool = False
    indefinite: bool = False
    passing: bool = False
    same_place: bool = False
    similar: bool = False
    answer: bool = False
    first_version: bool = False
    later_version: bool = False
    undated: bool = False
    finding: bool = False
    plural: bool = False
    nouns: set[str] = field(default_factory=set)
    no_damage: bool = False
    damage: tuple[int, int] | None = None
