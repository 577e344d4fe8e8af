"""Whose text it is, and which day a post, a line or an opening sets for what follows."""

from __future__ import annotations

from strikelog.extract.days import Interval, resolve
from strikelog.extract.reading import Reading
from strikelog.extract.speech import GROUPS
from strikelog.extract.text import Sentence


def first_person(reading: Reading) -> str | None:
    """The group that speaks, if the text is its own statement."""
    outside = [m for m in reading.marks.within("we", 0, len(reading.folded), "first_person") if not quoted(reading, m.start)]
    names = [n for n in reading.names if n.kind == "actor" and reading.gazetteer.actors[n.entity_id]["actor_kind"] in GROUPS]
    return names[0].entity_id if len(outside) >= 2 and names else None


def quoted(reading: Reading, at: int) -> bool:
    raw = reading.text.raw
    left = raw.rfind("\n", 0, at) + 1
    line = raw[left:at]
    return line.count("«") > line.count("»") or line.count('"') % 2 == 1 or line.count("“") > line.count("”")


def signature(reading: Reading, number: int) -> Interval | None:
    """The day in the signature of a post that the sentence is part of."""
    sentence = reading.text.sentences[number]
    for later in reading.text.sentences[number + 1 : number + 4]:
        if later.kind == "signature" and later.paragraph == sentence.paragraph:
            for timex in reading.timexes_in(later.start, later.end):
                if timex.kind == "explicit" and (days := resolve(timex, reading.published)):
                    return days
        if later.paragraph != sentence.paragraph:
            break
    return None


def day_alone(reading: Reading, sentence: Sentence) -> tuple[Interval, tuple[int, int]] | None:
    """The day that a line or a short opening names and nothing else: what follows happened on it."""
    times = [t for t in reading.timexes_in(sentence.start, sentence.end) if t.kind in ("explicit", "weekday")]
    if (
        len(times) != 1
        or len(reading.folded[sentence.start : times[0].start].split())
        + len(reading.folded[times[0].end : sentence.end].strip(" .:").split())
        > 0
    ):
        return None
    later = any(s.kind in ("body", "heading") and s.start > sentence.start for s in reading.text.sentences)
    days = resolve(times[0], reading.published)
    return (days, (times[0].start, times[0].end)) if days and later else None
