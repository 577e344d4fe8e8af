"""From what was said of a number in several places to one count, with the other versions beside it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from strikelog.extract.drafts import Draft, Version
from strikelog.extract.figures import CASUALTIES, STAGES

FIELDS = (*STAGES, *CASUALTIES)


@dataclass(slots=True)
class Count:
    """The count that the codebook prefers; `spans` are the words it rests on."""

    least: int | None
    most: int | None
    state: str
    asserter: tuple[str, str | None] | None
    spans: list[tuple[int, int, str, str]] = field(default_factory=list)
    alternatives: list[Count] = field(default_factory=list)


def count_all(draft: Draft) -> dict[str, Count]:
    """Every count of an event."""
    made: dict[str, Count] = {}
    versions = [v for v in draft.versions if v.fact.kind != "air_strike"]
    for name in FIELDS:
        if count := _one([v for v in versions if v.fact.field == name and v.fact.state != "all"], name):
            made[name] = count
    _all_of_them(versions, made)
    _by_ordinal(versions, made)
    if (
        draft.aim_known
        and "launched" not in made
        and (shot := made.get("intercepted"))
        and shot.state == "counted"
        and "impacted" not in made
        and "failed" not in made
    ):
        made["launched"] = Count(
            shot.least, shot.most, shot.state, shot.asserter, [(s, e, "inferred", "figures.approached") for s, e, _, _ in shot.spans]
        )
    return {name: made[name] for name in FIELDS if name in made}


def _one(versions: list[Version], name: str) -> Count | None:
    if not versions:
        return None
    whole = [v for v in versions if not v.fact.part]
    parts = [v for v in versions if v.fact.part and v.fact.state == "counted" and v.fact.part not in ("all", "none", "most")]
    counts: list[tuple[Count, Version]] = [(_count(v), v) for v in whole]
    kinds = {v.fact.kind for v in whole if v.fact.kind and v.fact.state == "counted"}
    if len(kinds) > 1 and len({v.order for v in whole}) == 1 and name in STAGES:
        # Drones and rockets counted side by side are added up.
        counts = [
            (_sum([replace(v, fact=replace(v.fact, part=f"n{n}")) for n, v in enumerate(whole) if v.fact.state == "counted"]), whole[0])
        ]
    if parts:
        counts.append((_sum(parts), parts[0]))
    rest = [v for v in versions if v.fact.part in ("none", "most")]
    if not counts:
        counts = [(_count(v), v) for v in rest]
    if not counts:
        return None
    counted = [c for c in counts if c[0].state == "counted"]
    if counted:
        counts = counted
    elif any(c[0].state == "some" for c in counts):
        counts = [c for c in counts if c[0].state == "some"]
    best = max(range(len(counts)), key=lambda n: (_weight(counts[n][1]), -n))
    chosen = counts[best][0]
    seen = {(chosen.least, chosen.most, chosen.state)}
    for count, _ in counts:
        key = (count.least, count.most, count.state)
        if key not in seen:
            seen.add(key)
            chosen.alternatives.append(count)
        elif count is not chosen and key == (chosen.least, chosen.most, chosen.state):
            chosen.spans += [s for s in count.spans if s not in chosen.spans][:1]
    return chosen


def _weight(version: Version) -> float:
    base = version.asserter.weight if version.asserter else 2.0
    return base + (10 if version.later else 0) - (10 if version.first and not version.later else 0)


def _count(version: Version) -> Count:
    f = version.fact
    asserter = (version.asserter.text, version.asserter.actor_id) if version.asserter else None
    basis = "inferred" if f.rule == "numbers.sum" else "stated"
    return Count(f.least, f.most, f.state, asserter, [(f.start, f.end, basis, f.rule)])


def _sum(parts: list[Version]) -> Count:
    """Several told one by one ("one inside, two outside") are added up, each telling once."""
    by_label: dict[tuple[int | None, str, str], Version] = {}
    for version in parts:
        key = (
            version.fact.least,
            version.fact.kind or "",
            version.fact.part if version.fact.part in ("one", "other") or version.fact.part.startswith("o") else f"n{version.order}",
        )
        by_label.setdefault(key, version)
    # The same parts told a second time by another voice are the same parts.
    first = next(iter(by_label.values()))
    chosen = [v for v in by_label.values() if v.order - first.order <= 2]
    least = sum(v.fact.least or 0 for v in chosen)
    most = None if any(v.fact.most is None for v in chosen) else sum(v.fact.most or 0 for v in chosen)
    made = _count(chosen[0])
    if len(chosen) > 1:
        made = replace(
            made,
            least=least,
            most=most,
            spans=[(v.fact.start, v.fact.end, "stated" if v.fact.least == least else "inferred", v.fact.rule) for v in chosen],
        )
    return made


def _all_of_them(versions: list[Version], made: dict[str, Count]) -> None:
    """ "All fell outside": as many as the text has given for the whole."""
    for version in versions:
        name = version.fact.field
        if version.fact.state != "all" or name in made:
            continue
        same = [
            v
            for v in versions
            if v.fact.kind
            and v.fact.kind == version.fact.kind
            and v.fact.state == "counted"
            and v.fact.field == "launched"
            and not v.fact.part
        ]
        if same and version.fact.kind:
            made[name] = replace(_count(same[0]), spans=[(same[0].fact.start, same[0].fact.end, "inferred", "figures.all")])
            continue
        whole = made.get("launched") or next((made[n] for n in FIELDS[:4] if n in made), None)
        if whole is not None and whole.state == "counted":
            made[name] = Count(
                whole.least, whole.most, "counted", None, [(s, e, "inferred", "figures.all") for s, e, _, _ in whole.spans[:1]]
            )


def _by_ordinal(versions: list[Version], made: dict[str, Count]) -> None:
    """ "A fourth did not explode": there were four."""
    if "launched" in made and made["launched"].state == "counted":
        return
    highest = max((int(v.fact.part[1:]) for v in versions if v.fact.part.startswith("o") and v.fact.part[1:].isdigit()), default=0)
    told = sum(made[n].least or 0 for n in STAGES[1:] if n in made and made[n].state == "counted")
    if highest >= 2 and told == highest:
        spans = [s for n in STAGES[1:] if n in made for s in made[n].spans]
        made["launched"] = Count(highest, highest, "counted", None, [(s, e, "inferred", "figures.ordinal_total") for s, e, _, _ in spans])
