"""Whose text it is, and which day a post, a line or an opening sets for what follows."""

from __future__ import annotations

from datetime import date

from strikelog.extract.days import DAY, Interval, last_weekday, resolve
from strikelog.extract.lexicon import pattern
from strikelog.extract.reading import Reading
from strikelog.extract.speech import GROUPS
from strikelog.extract.text import Sentence

# The opening of a text, where it says which days it is on.
OPENING = 400


def first_person(reading: Reading) -> str | None:
    """The group that speaks, if the text is its own statement."""
    outside = [m for m in reading.marks.within("we", 0, len(reading.folded), "first_person") if not quoted(reading, m.start)]
    names = [n for n in reading.names if n.kind == "actor" and reading.gazetteer.actors[n.entity_id]["actor_kind"] in GROUPS]
    opens = pattern(reading.lexicon, "statement").search(reading.folded, 0, OPENING // 2)
    return names[0].entity_id if names and (len(outside) >= 2 or opens) else None


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


def listed_days(reading: Reading) -> dict[int, date]:
    """Days of weekdays in a text on several days: by the span that it names, or by the order of a list."""
    times = [t for t in reading.timexes if t.kind == "weekday" and t.weekday is not None and t.role == "event"]
    for timex in reading.timexes:
        frame = resolve(timex, reading.published) if timex.kind in ("between", "last_week") and timex.start < OPENING else None
        if frame is not None and 2 <= frame.days <= 8:
            found = {t.start: last_weekday(t.weekday or 0, frame.latest) for t in times if t.start > timex.end}
            return {start: day for start, day in found.items() if day >= frame.earliest}
    leading = [
        t for t in times if not reading.text.raw[reading.text.raw.rfind("\n", 0, t.start) + 1 : t.start].strip(" -–—•*·.)(0123456789")
    ]
    days = [last_weekday(t.weekday or 0, reading.published) for t in leading]
    # A list that goes on to earlier days after today's weekday began a week ago.
    moved = [d - 7 * DAY if d == reading.published else d for d in days]
    if len(leading) >= 3 and days != sorted(days) and days != sorted(days, reverse=True) and moved == sorted(moved):
        return {t.start: day for t, day in zip(leading, moved, strict=True)}
    return {}


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
