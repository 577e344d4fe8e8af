"""What is only talked of: threats, plans, conditions, exercises, and what is said in general."""

from __future__ import annotations

from strikelog.extract.clause import Clause
from strikelog.extract.lexicon import pattern
from strikelog.extract.reading import Reading

POSSIBLE = ("hypothetical", "future")


def tell_reality(reading: Reading, c: Clause) -> None:
    """Mark a clause that tells no event, and whether it tells a possible one."""
    has, wide = reading.has, (c.sentence.start, c.sentence.end)
    c.general = has("unreal", c.start, c.end, "general", "anniversary")
    c.finding = has("unreal", c.start, c.end, "finding")
    if has("unreal", c.start, c.end, "stop") or has("unreal", *wide, "exercise"):
        c.unreal = True
        return
    here = [m.start for m in reading.marks.within("unreal", c.start, c.end, *POSSIBLE)]
    beside = [m.start for m in reading.marks.within("unreal", *wide, "hypothetical") if not c.start <= m.start < c.end]
    phrased = [m.start() for m in pattern(reading.lexicon, "hypothetical").finditer(reading.folded, *wide)]
    here += [at for at in phrased if c.start <= at < c.end]
    beside += [at for at in phrased if not c.start <= at < c.end]
    anchor = c.kind_span[0] if c.kind_span else c.end
    told = [t.end for t in c.times if t.has_day] + [f.start for f in c.facts if f.state == "counted"]
    # "Hit on Monday, which could ...": what was told before the cue stands.
    c.hypothetical = any(at < anchor or not any(t <= at for t in told) for at in here) or (bool(beside) and not told)
    c.unreal = c.hypothetical
