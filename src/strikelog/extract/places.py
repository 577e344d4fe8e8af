"""Which place a clause is about: named sites, sites that no table has, governorates and countries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from strikelog.extract.lexicon import Lexicon, pattern, words_pattern
from strikelog.extract.reading import Reading, ending
from strikelog.extract.text import BULLET

CAPITALISED = r"(?:[A-ZÀ-ÖØ-Þ][\w'’]*\d?|[A-Z]-?\d+)"
# Small letters with a space may be a word of the language ("at", "an"), so only "al" and "el" may stand so.
ARTICLE = r"(?:(?:[Aa]l|[Ee]l|A[dtrzn]|Ash?|E[dzs]|[Aa]bou?|[Tt]all?|[Tt]el|[Kk]h?an|[Bb]ir)[ -]|(?:a[dtrzn]|ash?|e[dzs])-)"
UNKNOWN = re.compile(rf"(?<!\w){ARTICLE}?{CAPITALISED}(?:[ -]{ARTICLE}?{CAPITALISED}){{0,3}}")
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
    plain: re.Pattern[str]
    target: re.Pattern[str]
    installation: re.Pattern[str]
    wide: re.Pattern[str]
    opening: re.Pattern[str]
    particles: str


@lru_cache(maxsize=16)
def _grammar(lexicon: Lexicon) -> _Grammar:
    glue = pattern(lexicon, "place_glue", r"\s*(?:{}\s*)*").pattern
    words = words_pattern(lexicon.phrases("site_noun"))
    tie = pattern(lexicon, "place_tie").pattern
    kind = rf"(?:(?:{words})(?: \w+){{0,2}} ?{tie}?)?"
    roles = tuple(
        (role, re.compile(rf"(?<!\w)(?:{words_pattern(lexicon.phrases('place_preposition', role))}){glue}{kind}{glue}$"))
        for role in ("origin", "reference", "near", "at")
    )
    return _Grammar(
        roles,
        re.compile(rf"(?<!\w)(?:{words})(?: {pattern(lexicon, 'site_adjective').pattern})?\s*{tie}?\s*$"),
        re.compile(rf"\s*(?:{pattern(lexicon, 'site_adjective').pattern} )?(?:{words})(?!\w)"),
        re.compile(rf"\s*(?:{words_pattern(lexicon.phrases('admin_noun'))})"),
        re.compile(rf"(?:{words_pattern(lexicon.phrases('place_preposition', 'speaker'))})"),
        re.compile(rf"(?<!\w)(?:{words_pattern(p + 's' for p in lexicon.phrases('site_noun') if ' ' not in p)})(?!\w)"),
        re.compile(rf"(?<!\w)(?:{words_pattern(lexicon.phrases('place_preposition', 'plain'))}) ?$"),
        re.compile(
            rf"(?<!\w)(?:{words_pattern(lexicon.phrases('place_preposition', 'target'))})"
            rf"\s*(?:{pattern(lexicon, 'target_glue').pattern}\s*)?$"
        ),
        re.compile(
            rf"(?<!\w)(?:{words_pattern(lexicon.phrases('site_noun', 'base'))})(?: {pattern(lexicon, 'site_adjective').pattern})?\s*{tie}?\s*$"
        ),
        re.compile(rf"(?<!\w)(?:{words_pattern(lexicon.phrases('site_noun', 'wide'))})\s*{tie}?\s*$"),
        re.compile(rf"(?:{words_pattern(p for p in lexicon.phrases('place_preposition') if ' ' not in p)}) "),
        pattern(lexicon, "particle").pattern,
    )


def find_places(reading: Reading, start: int, end: int, heading: bool = False) -> list[Place]:
    """Sites named in a stretch, then places that no table has, in order of the text."""
    found: list[Place] = []
    for name in reading.names_in("site", start, end):
        site = reading.gazetteer.sites[name.entity_id]
        role = "at" if _label(reading, name.start, name.end) else _role(reading, name.start, name.end, start)
        if site["site_type"] == "settlement" and _is_governorate(reading, name.start, name.end):
            continue
        rank = RANK.get(site["site_type"], 3)
        if role == "other" and found and pattern(reading.lexicon, "joined_places").fullmatch(reading.folded, found[-1].end, name.start):
            role = found[-1].role
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


@lru_cache(maxsize=16)
def _province(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    nouns, tie = words_pattern(lexicon.phrases("admin_noun")), pattern(lexicon, "place_tie").pattern
    return re.compile(rf"(?<!\w)(?:{nouns})(?: \w+)? ?{tie}?(?:al |l')?$"), re.compile(rf" (?:{nouns})(?!\w)")


def _is_governorate(reading: Reading, start: int, end: int) -> bool:
    """Whether a town's name is here that of its province ("dans la province de Deir ezzor")."""
    before, after = _province(reading.lexicon)
    return bool(before.search(reading.folded[max(0, start - 30) : start]) or after.match(reading.folded[end : end + 14]))


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
    for role, shape in grammar.roles:
        if shape.search(before):
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
        # "À Manbij", "In Manbij": the word before the name is none of it.
        while (cut := grammar.opening.match(folded, left, right)) and cut.end() < right:
            left = cut.end()
        if any(s < right and left < e for s, e in busy) or right - left < 3 or (raw[left:right].isupper() and right - left > 5):
            continue
        before = folded[max(start, left - 40) : left]
        noun_before, noun_after = grammar.nouns.search(before), grammar.nouns_after.match(folded, right, min(end, right + 24))
        labelled = _label(reading, left, right)
        role = "at" if labelled else _role(reading, left, right, start)
        site = reading.gazetteer.by_consonants(raw[left:right], reading.lexicon.phrases("site_noun"), grammar.particles)
        if site and _elsewhere(reading, site, start, end):
            site = None
        if grammar.governorate.match(folded[right : right + 14]) and not site:
            continue
        last = max([p for p in made if p.end <= left], key=lambda p: p.end, default=None)
        apposed = bool(pattern(reading.lexicon, "and_place", "{}$").search(before)) and (
            (last is not None and left - last.end <= 8) or bool(grammar.plural_nouns.search(folded, start, left))
        )
        if apposed and not site:
            made.append(Place(left, right, None, raw[left:right], "at", last.rank if last else 2, rule="places.apposed"))
        elif (
            noun_before
            or noun_after
            or labelled
            or role in ("near", "reference")
            or (role in ("at", "origin") and (site or grammar.plain.search(before) or _struck(reading, before, left, start)))
        ):
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
            elif left > start or labelled:
                made.append(
                    Place(
                        left,
                        right,
                        None,
                        raw[left:right],
                        role if role != "other" else "at",
                        3
                        if grammar.installation.search(before)
                        else 1
                        if grammar.wide.search(before)
                        else 2
                        if noun_before or noun_after
                        else 1,
                        rule="places.unknown",
                    )
                )
    return made


def _label(reading: Reading, left: int, right: int) -> bool:
    """Whether a name opens an item of a list and stands apart from what follows ("- Harir: two drones ...")."""
    raw = reading.text.raw
    lead = raw[raw.rfind("\n", 0, left) + 1 : left]
    return bool(BULLET.match(lead) and not lead.strip(" -–—•*·.)(0123456789")) and raw[right : right + 2].strip()[:1] in (
        ":",
        "(",
        ",",
        "–",
        "—",
    )


def _struck(reading: Reading, before: str, left: int, start: int) -> bool:
    """Whether words of an attack lead to the name: "raids on ...", "a frappé ..."."""
    near = max(start, left - 60)
    return bool(_grammar(reading.lexicon).target.search(before)) and any(
        reading.has(label, near, left) for label in ("event_noun", "event_verb", "stage", "weapon")
    )


def _elsewhere(reading: Reading, site: str, start: int, end: int) -> bool:
    """Whether the stretch names another governorate or country than the site's: then a likeness of names is chance."""
    row = reading.gazetteer.sites[site]
    admins = {m.value for m in reading.marks.within("admin1", start, end)}
    if admins and row["admin1"]:
        return row["admin1"] not in admins
    return bool(admins) and row["country"] not in {a[:2] for a in admins}


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
    return _chain(reading, sorted(named, key=lambda p: p.start), best)


def _chain(reading: Reading, places: list[Place], best: Place) -> list[Place]:
    """The list of places of which the best is one: "A, B and C". Without an "and" it may be a place and its town."""
    at = places.index(best)
    first = last = at
    listed = False
    while first and (tie := _tie(reading, places[first - 1], places[first])):
        if tie == "," and not listed and places[first - 1].rank < best.rank - 1:
            break
        listed, first = listed or tie != ",", first - 1
    step = last
    while step + 1 < len(places) and (tie := _tie(reading, places[step], places[step + 1])):
        step += 1
        listed |= tie != ","
        if listed or places[step].rank >= best.rank - 1:
            last = step
    chain = places[first : last + 1]
    # "The base of A, in B, and C": B only says where A lies.
    within = pattern(reading.lexicon, "place_within")
    return [
        p
        for n, p in enumerate(chain)
        if p is best
        or (
            (listed or p.rank >= best.rank - 1)
            and not (n and chain[n - 1].rank >= 3 > p.rank + 1 and within.fullmatch(reading.folded, chain[n - 1].end, p.start))
        )
    ]


def _tie(reading: Reading, one: Place, other: Place) -> str:
    """What joins two places in a list: a comma, a word for "and", or nothing."""
    gap = reading.folded[one.end : other.start]
    if (
        not pattern(reading.lexicon, "joined_places").fullmatch(gap)
        or reading.has("reporting", one.end, other.start)
        or reading.has("event_verb", one.end, other.start)
        or (one.site_id and other.site_id and reading.gazetteer.related(one.site_id, other.site_id))
    ):
        return ""
    return "," if pattern(reading.lexicon, "comma_place").fullmatch(gap) else "and"


def _worth(place: Place) -> float:
    """A site of the table goes before a name that no table has, unless it is only the town that has it or is near."""
    if place.site_id is None:
        return 2.5 if place.rank >= 3 else 1.5 if place.rank >= 2 else 0.8
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
    gap = pattern(reading.lexicon, "country_glue", r"\s*(?:{}\s*)*").pattern
    away = [ending(reading.lexicon, "place_preposition", value, gap) for value in ("origin", "border")]
    nouns = [m for m in countries if not any(p.search(reading.folded[max(start, m.start - 44) : m.start]) for p in away)]
    plain = [m for m in nouns if reading.folded[m.start : m.end] in reading.lexicon.phrases("country")]
    if any(
        a.value != b.value and pattern(reading.lexicon, "and_country").fullmatch(reading.folded, a.end, b.start) for a, b in pairwise(plain)
    ):
        return admin, None
    chosen = (plain or nouns)[:1]
    country = (chosen[0].value, chosen[0].start, chosen[0].end) if chosen else None
    return admin, country


def _spoken(reading: Reading, left: int, right: int, start: int) -> bool:
    return _role(reading, left, right, start) == "speaker"
