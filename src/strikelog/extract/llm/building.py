"""All candidates of one answer, and what of it was refused."""

from __future__ import annotations

from strikelog.extract.candidate import Candidate, candidate_id, source_of
from strikelog.extract.documents import Document
from strikelog.extract.engine import Engine
from strikelog.extract.lexicon import languages, load_lexicon
from strikelog.extract.llm.answer import Answer, Event, Total
from strikelog.extract.llm.events import event_candidate
from strikelog.extract.llm.ground import ENGINE, Ground, quotes_of
from strikelog.extract.llm.quotes import Quoted


def candidates_of(engine: Engine, document: Document, answer: Answer) -> tuple[list[Candidate], tuple[str, ...]]:
    """Events, then tallies, in the order of the answer; and each value refused, in a few words."""
    lexicon = load_lexicon(languages(engine.languages)[document.language])
    text, refused = Quoted.of(document.text, lexicon), list[str]()
    made: dict[int, tuple[Candidate, Ground]] = {}
    for number, event in enumerate(answer.events, 1):
        ground = Ground(engine, document, lexicon, text, refused, f"event {number}", text.anchor(quotes_of(event)))
        if candidate := event_candidate(ground, event, number):
            made[number] = candidate, ground
    for number in made:
        _answer_to(made, number, answer.events[number - 1])
    grounds = (Ground(engine, document, lexicon, text, refused, f"tally {n}") for n, _ in enumerate(answer.tallies, 1))
    totals = [c for ground, said in zip(grounds, answer.tallies, strict=True) if (c := _total_candidate(ground, said))]
    # A total told twice in the same words is one.
    once = {c["candidate_id"]: c for c in totals}
    return [candidate for candidate, _ in made.values()] + list(once.values()), tuple(refused)


def _answer_to(made: dict[int, tuple[Candidate, Ground]], number: int, said: Event) -> None:
    """Tie a candidate to the one that it answers, if that stands and is another."""
    candidate, ground = made[number]
    if said.answer_to is None:
        return
    if said.answer_to.event not in made or said.answer_to.event == number:
        ground.refuse("answer_to", "there is no such other event")
    elif span := ground.span(said.answer_to, "answer_to"):
        candidate["answer_to"] = made[said.answer_to.event][0]["candidate_id"]
        candidate["evidence"]["answer_to"] = [span]


def _total_candidate(ground: Ground, said: Total) -> Candidate | None:
    """A running total, which is no event; None if its number does not stand."""
    span = ground.bounded(said, "total", said.min, said.max)
    if span is None:
        return None
    ground.anchor = span["start"], span["end"]
    evidence = {f"total_{bound}": [span] for bound in ("min", "max") if getattr(said, bound) is not None}
    evidence["counted"] = [{**span, "rule": f"{ENGINE}.counted"}]
    days = {"since": None, "as_of": ground.document.published.isoformat()}
    for name in days:
        day = getattr(said, name)
        if day and (at := ground.span(day, name)):
            days[name], evidence[name] = day.value.isoformat(), [at]
    values = [said.counted, said.min, said.max, *days.values(), span["start"]]
    return {
        "candidate_id": candidate_id(ground.document.sha256, "tally", values, ENGINE),
        "kind": "tally",
        "engine": ENGINE,
        "status": "aggregate",
        "certainty": 0.6,
        "source": source_of(ground.document),
        "counted": said.counted,
        "total_min": said.min,
        "total_max": said.max,
        **days,
        "evidence": evidence,
        "matches": [],
    }
