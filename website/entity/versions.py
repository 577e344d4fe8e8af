"""Every source's version of every figure: claims gathered by field, and within a field by what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from strikelog.package import Code
from website.entity import wording
from website.entity.record import Record, Row, grouped

# Under which heading the fields of claims are told; one that none of them takes is told last.
GROUPS: Mapping[str, Callable[[Code], bool]] = {
    "Whether and what": lambda code: code.value in ("occurrence", "event_type", "target", "weapon"),
    "When": lambda code: code.value in ("date", "part_of_day", "time_local"),
    "Where": lambda code: code.value in ("country", "admin1", "site_id"),
    "What was fired and what became of it": lambda code: code.traits.get("qualifier") == "weapons.weapon_id",
    "People and things hurt": lambda code: code.traits.get("qualifier") == "actors.actor_id" or code.traits.get("takes") == "state",
    "Who": lambda code: bool(code.traits.get("responsibility")),
    "Other": lambda code: True,
}


@dataclass(frozen=True, slots=True)
class Value:
    """What a claim says, in words; `key` is the id of the site, actor or weapon that it names."""

    says: str
    key: str | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One value of one field, of one weapon or party, with all the claims that give it.

    `reports` counts the reports, `independent` those left when reprints of one root count once.
    """

    value: Value
    qualifier: str | None
    claims: Sequence[Row]
    reports: int
    independent: int
    stands: bool
    preferred: bool
    headline: bool
    asserters: Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Field:
    """All that is said of one field; `differ` if standing claims about the same thing say different things."""

    code: Code
    versions: Sequence[Version]
    headline: str
    differ: bool

    @property
    def claims(self) -> int:
        return sum(len(v.claims) for v in self.versions)


@dataclass(frozen=True, slots=True)
class Group:
    """The fields told under one heading."""

    title: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline figure: `state` is counted, none or some, or unknown where no standing claim speaks of it."""

    code: Code
    state: str
    big: str
    small: str


def value_of(record: Record, claim: Row) -> Value:
    """What a claim says."""
    code = record.codes[claim["field"]]
    takes, value = code.traits.get("takes"), claim["value"]
    if takes == "count":
        return Value(wording.counted(claim["state"], claim["value_min"], claim["value_max"]))
    if value is None:
        nobody = claim["state"] == "none" and code.traits.get("responsibility")
        return Value("nobody" if nobody else str(claim["state"]))
    if value in record.things:
        return Value(record.name(value), value)
    if takes == "interval":
        return Value(wording.interval(value))
    if takes == "events.admin1":
        return Value(record.governorate(value))
    if takes and "." in takes and (field := record.site.package.lookup(takes)).codes and value in field.enum:
        return Value(field.code(value).label, about=field.code(value).description)
    return Value(value)


def told(record: Record, event: Row) -> list[Group]:
    """All claims of an event, by heading and field."""
    by_field = grouped(record.claims.get(event["event_id"], ()), "field")
    left = {name: code for name, code in record.codes.items() if name in by_field}
    groups = []
    for title, belongs in GROUPS.items():
        fields = [_field(record, event, left.pop(name), by_field[name]) for name, code in list(left.items()) if belongs(code)]
        if fields:
            groups.append(Group(title, fields))
    return groups


def figures(record: Record, event: Row) -> Iterator[Figure]:
    """The headline of every count and of damage."""
    for code in record.codes.values():
        if code.traits.get("takes") in ("count", "state"):
            yield _figure(event, code)


def _figure(event: Row, code: Code) -> Figure:
    state, counts = event[f"{code.value}_state"], code.traits["takes"] == "count"
    best, least, most = (event.get(f"{code.value}_{end}") for end in ("best", "min", "max"))
    if state is None:
        return Figure(code, "unknown", "not known", "no report says")
    if not counts:
        return Figure(code, state, state, "reports say so")
    if state == "some":
        return Figure(code, state, "some", "no number given" if least is None else f"reports: {wording.bounds(least, most)}")
    if state == "none":
        return Figure(code, state, "0", "reports say none" if most == 0 else "reports differ")
    if best is None:
        return Figure(code, state, wording.bounds(least, most), "no single figure")
    return Figure(code, state, f"{best:,}", "" if best == least == most else f"reports: {wording.bounds(least, most)}")


def _field(record: Record, event: Row, code: Code, claims: Sequence[Row]) -> Field:
    alike: dict[tuple[object, ...], list[Row]] = {}
    for claim in claims:
        what = tuple(claim[c] for c in ("qualifier", "value", "state", "value_min", "value_max"))
        alike.setdefault(what, []).append(claim)
    versions = sorted((_version(record, event, code, rows) for rows in alike.values()), key=lambda v: (
        not v.stands, not v.preferred, not v.headline, record.name(v.qualifier), -v.independent, -v.reports, v.value.says))
    several = code.traits.get("takes") in ("actors.actor_id", "weapons.weapon_id")
    said: dict[str | None, set[str]] = {}
    for version in versions:
        if version.stands:
            said.setdefault(version.qualifier, set()).add(version.value.says)
    differ = not several and any(len(values) > 1 for values in said.values())
    headline = ""
    if code.traits.get("takes") in ("count", "state"):
        figure = _figure(event, code)
        headline = f"{figure.big} ({figure.small})" if figure.small else figure.big
    return Field(code, versions, headline, differ)


def _version(record: Record, event: Row, code: Code, claims: Sequence[Row]) -> Version:
    ordered = sorted(claims, key=lambda c: (not record.stands(c), c["standing"] != "preferred", *_published(record, c), c["claim_id"]))
    standing = [c for c in ordered if record.stands(c)]
    return Version(
        value=value_of(record, ordered[0]), qualifier=ordered[0]["qualifier"], claims=ordered,
        reports=len({c["source_id"] for c in ordered}), independent=len({record.root(c["source_id"]) for c in ordered}),
        stands=bool(standing), preferred=any(c["standing"] == "preferred" for c in standing),
        headline=bool(standing) and _is_headline(event, code, ordered[0]),
        asserters=list(dict.fromkeys(c["asserter_id"] for c in ordered)))


def _published(record: Record, claim: Row) -> tuple[bool, date]:
    source = record.sources.get(claim["source_id"])
    published = source["published"] if source else None
    return published is None, published or date.min


def _is_headline(event: Row, code: Code, claim: Row) -> bool:
    """Whether a claim says what the event's own row says."""
    takes, name = code.traits.get("takes"), code.value
    if takes == "count":
        if claim["qualifier"] is not None or event[f"{name}_state"] != claim["state"]:
            return False
        best = event[f"{name}_best"]
        return claim["state"] != "counted" or (best is not None and claim["value_min"] == claim["value_max"] == best)
    if takes == "state":
        return bool(event[f"{name}_state"] == claim["state"])
    if takes == "interval":
        first, last = event["date_earliest"].isoformat(), event["date_latest"].isoformat()
        return bool(claim["value"] == (first if first == last else f"{first}/{last}"))
    return name in event and bool(str(event[name]) == claim["value"])
