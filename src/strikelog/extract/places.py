"""Which place a clause is about: named sites, sites that no table has, governorates and countries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from strikelog.extract.lexicon import Lexicon, words_pattern
from strikelog.extract.reading import Reading, ending

CAPITALISED = r"(?:[A-ZÀ-ÖØ-Þ][\w'’]*\d?|[A-Z]-?\d+)"
ARTICLE = r"(?:[Aa]l|[Ee]l|[Aa]d|[Aa]sh?|[Aa]t|[Aa]r|[Aa]z|[Aa]n|[Ee]d|[Ee]z|[Ee]s|[Aa]bou?|[Tt]all?|[Tt]el|[Kk]h?an|[Bb]ir)"
UNKNOWN = re.compile(rf"(?<!\w)(?:{ARTICLE}[ -])?{CAPITALISED}(?:[ -](?:{ARTICLE}[ -])?{CAPITALISED}){{0,3}}")
# How closely a kind of site tells a place: a base in a town goes before the town.
RANK = {"settlement": 1, "area": 0, "region": 0, "desert": 0}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text. `role` is how the words before it tie it to what happened."""

    start: int
    end: int
    site_id: str | None
    name: str
    role: str
    rank: int
    country: str | None = None
    admin1: str | None = None
    rule: str = "gazetteer.name"


@dataclass(frozen=True)
class _Grammar:
    roles: tuple[tuple[str, re.Pattern[str]], ...]
    nouns: re.Pattern[str]
    nouns_after: re.Pattern[str]
    governorate: re.Pattern[str]
    speaker: re.Pattern[str]
    plural_nouns: re.Pattern[str]


@lru_cache(maxsize=16)
def _grammar(lexicon: Lexicon) -> _Grammar:
    glue = r"\s*(?:(?:l'|le |la |les |the |d'|de |du |des |al |a |an |un |une |its )\s*)*"
    words = words_pattern(lexicon.phrases("site_noun"))
    kind = rf"(?:(?:{words})(?: \w+){{0,2}} ?(?:d'|de |du |of |at |a |in )?)?"
    roles = tuple(
        (role, re.compile(rf"(?<!\w)(?:{words_pattern(lexicon.phrases('place_preposition', role))}){glue}{kind}{glue}$"))
        for role in ("origin", "reference", "near", "at")
    )
    return _Grammar(
        roles,
        re.compile(
            rf"(?<!\w)(?:{words})(?: (?:\w+ien\w*|\w+ain\w*|military|militaire|aerienne|petrolier|gazier))?"
            rf"\s*(?:d'|de |du |des |of |d'al |de l')?\s*$"
        ),
        re.compile(rf"\s*(?:{words})(?!\w)"),
        re.compile(rf"\s*(?:{words_pattern(lexicon.phrases('admin_noun'))})"),
        re.compile(rf"(?:{words_pattern(lexicon.phrases('place_preposition', 'speaker'))})"),
        re.compile(rf"(?<!\w)(?:{words_pattern(p + 's' for p in lexicon.phrases('site_noun') if ' ' not in p)})(?!\w)"),
    )


def find_places(reading: Reading, start: int, end: int, heading: bool = False) -> list[Place]:
    """Sites named in a stretch, then places that no table has, in order of the text."""
    found: list[Place] = []
    for name in reading.names_in("site", start, end):
        site = reading.gazetteer.sites[name.entity_id]
        role = _role(reading, name.start, name.end, start)
        if site["site_type"] == "settlement" and _is_governorate(reading, name.start, name.end):
            continue
        rank = RANK.get(site["site_type"], 3)
        if role == "other" and site["site_type"] == "settlement" and not heading:
            continue
        found.append(
            Place(
                name.start,
                name.end,
                name.entity_id,
                reading.gazetteer.canonical.get(name.entity_id, site["name"]),
                role,
                rank,
                site["country"] or None,
                site["admin1"] or None,
            )
        )
    found += _unknown(reading, start, end, [(p.start, p.end) for p in found])
    return sorted(found, key=lambda p: p.start)


def _is_governorate(reading: Reading, start: int, end: int) -> bool:
    """Whether a town's name is here that of its province ("dans la province de Deir ezzor")."""
    nouns = words_pattern(reading.lexicon.phrases("admin_noun"))
    return bool(
        re.search(rf"(?:{nouns})(?: \w+)? ?(?:de |d'|of |du |de l')?(?:al |l')?$", reading.folded[max(0, start - 30) : start])
        or re.match(rf" (?:{nouns})", reading.folded[end : end + 14])
    )


def _role(reading: Reading, left: int, right: int, start: int) -> str:
    grammar = _grammar(reading.lexicon)
    before = reading.folded[max(start, left - 60) : left]
    for match in grammar.speaker.finditer(reading.folded, max(start, left - 30), min(len(reading.folded), right)):
        if match.end() >= left - 1 and match.end() <= right:
            # A town from which somebody speaks, unless something was hit there.
            return (
                "speaker"
                if not reading.has("stage", max(start, left - 60), left)
                and not reading.has("event_noun", max(start, left - 50), left)
                and not reading.has("event_verb", max(start, left - 50), left)
                else "at"
            )
    for role, pattern in grammar.roles:
        if pattern.search(before):
            return role
    return "other"


def _unknown(reading: Reading, start: int, end: int, taken: list[tuple[int, int]]) -> list[Place]:
    """Capitalised names after a noun or a preposition of place that no table explains."""
    grammar, raw, folded = _grammar(reading.lexicon), reading.text.raw, reading.folded
    busy = taken + [(n.start, n.end) for n in reading.names if n.start < end and start < n.end]
    for label in ("country", "admin1", "weekday", "month", "source_noun", "weapon", "person", "stop", "not_place"):
        busy += [(m.start, m.end) for m in reading.marks.within(label, start, end)]
    made: list[Place] = []
    for match in UNKNOWN.finditer(raw, start, end):
        left, right = match.span()
        if any(s < right and left < e for s, e in busy) or right - left < 3 or (raw[left:right].isupper() and right - left > 5):
            continue
        before = folded[max(start, left - 40) : left]
        noun_before, noun_after = grammar.nouns.search(before), grammar.nouns_after.match(folded, right, min(end, right + 24))
        role = _role(reading, left, right, start)
        site = reading.gazetteer.by_consonants(raw[left:right], reading.lexicon.phrases("site_noun"))
        if grammar.governorate.match(folded[right : right + 14]) and not site:
            continue
        apposed = bool(re.search(r"(?:, | et | and )$", before)) and (
            (made and made[-1].rank == 2 and left - made[-1].end <= 5) or bool(grammar.plural_nouns.search(folded, start, left))
        )
        if apposed and not site:
            made.append(Place(left, right, None, raw[left:right], "at", 2, rule="places.apposed"))
        elif noun_before or noun_after or role in ("near", "reference") or (role in ("at", "origin") and (site or _plain_at(before))):
            if site:
                row = reading.gazetteer.sites[site]
                made.append(
                    Place(
                        left,
                        right,
                        site,
                        reading.gazetteer.canonical.get(site, row["name"]),
                        role,
                        RANK.get(row["site_type"], 3),
                        row["country"] or None,
                        row["admin1"] or None,
                        "gazetteer.consonants",
                    )
                )
            elif left > start:
                made.append(
                    Place(
                        left,
                        right,
                        None,
                        raw[left:right],
                        role if role != "other" else "at",
                        2 if noun_before or noun_after else 1,
                        rule="places.unknown",
                    )
                )
    return made


def _plain_at(before: str) -> bool:
    return bool(re.search(r"(?:^| )(?:a|pres de|pres d'|at|in|near|outside|around|aux abords de|autour de) ?$", before))


def choose(reading: Reading, places: list[Place]) -> list[Place]:
    """The places that a clause is about: one, or several joined by "and"."""
    usable = [p for p in places if p.role not in ("speaker", "origin")]
    if not usable:
        return []
    named = [p for p in usable if p.role in ("at", "near", "other")] or usable
    best = max(named, key=lambda p: (_worth(p), p.site_id is not None, -p.start))
    # A site that lies in another that is named as well is the narrower of the two.
    for place in named:
        if place.site_id and best.site_id and best.site_id in reading.gazetteer.within(place.site_id):
            best = place
    group = [best]
    for place in sorted(named, key=lambda p: p.start):
        if place is best or place.start < best.start:
            continue
        gap = reading.folded[group[-1].end : place.start]
        prepositions = r"(?:a |d'|de |at |in |near |l'|la |le |the |celle de |celle d'|sur |au |aux |dans |on |base de |base d'|camp de )*"
        joined = re.fullmatch(
            rf"\s*,\s*{prepositions}|(?:,|\s)\s*(?:et|and|&|ainsi que) {prepositions}"
            rf"(?:(?:un|une|a|an|la|le|the|deux|two) (?:[a-z]+ ){{1,5}}{prepositions})?(?:[a-z]+ ){{0,2}}{prepositions}",
            gap,
        )
        if (
            joined
            and not reading.has("reporting", group[-1].end, place.start)
            and not reading.has("event_verb", group[-1].end, place.start)
            and place.rank >= best.rank - 1
            and not (place.site_id and group[-1].site_id and reading.gazetteer.related(place.site_id, group[-1].site_id))
        ):
            group.append(place)
    return group


def _worth(place: Place) -> float:
    """A site of the table goes before a name that no table has, unless it is only what that is near to."""
    if place.site_id is None:
        return 1.5 if place.rank >= 2 else 0.8
    return (3.0 if place.rank >= 3 else 1.0) + (place.role in ("at", "other"))


def wide_place(reading: Reading, start: int, end: int) -> tuple[tuple[str, int, int] | None, tuple[str, int, int] | None]:
    """Governorate and country that a stretch names, each with where."""
    admins = [m for m in reading.marks.within("admin1", start, end) if not _spoken(reading, m.start, m.end, start)]
    countries = [
        m
        for m in reading.marks.within("country", start, end)
        if not any(n.start <= m.start and m.end <= n.end for n in reading.names if n.kind == "actor")
    ]
    admin = (admins[0].value, admins[0].start, admins[0].end) if admins else None
    gap = r"\s*(?:(?:l'|le |la |the |nord|sud|est|ouest|north|south|east|west|northern|southern|eastern|western|de |du |of )\s*)*"
    away = [ending(reading.lexicon, "place_preposition", value, gap) for value in ("origin", "border")]
    nouns = [m for m in countries if not any(p.search(reading.folded[max(start, m.start - 44) : m.start]) for p in away)]
    plain = [m for m in nouns if reading.folded[m.start : m.end] in reading.lexicon.phrases("country")]
    chosen = (plain or nouns)[:1]
    country = (chosen[0].value, chosen[0].start, chosen[0].end) if chosen else None
    return admin, country


def _spoken(reading: Reading, left: int, right: int, start: int) -> bool:
    return _role(reading, left, right, start) == "speaker"
