"""How well extraction does on the corpus, by language and difficulty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import indent

from strikelog import corpus
from strikelog.evaluate import Evaluation
from strikelog.evaluation_report import listing
from strikelog.evaluation_report import markdown as figures
from website.render import grid
from website.site import File, Site

# A field with fewer values than this in the gold of a part is too rare to be called weak.
RARE = 10
WEAKEST = 5


def pages(site: Site) -> Iterator[File]:
    """What the corpus holds, and how the default engine does on each of its parts."""
    folder = site.root / "corpus"
    dev, test = measured(site.root)
    yield File("reference/evaluation.md", "\n".join([
        "# Evaluation", "",
        "How well the rules, the default engine of `strikelog extract`, find the events of a text. The figures were computed when this page was "
        "made. In a clone of the repository these two commands print them:", "",
        "```sh", "strikelog evaluate corpus --split dev", "strikelog evaluate corpus --split test --totals", "```", "",
        "## The corpus", "",
        "Short texts in the manner of news, written for this project. The places are real, the attacks are made up. Each text has one gold coding, "
        "made by the [codebook](../codebook.md). Parts are split by voice and outlet, never by text: no outlet is in both.", "",
        grid(["of these", "development", "test"], corpus_counts(folder)), "",
        "A text of difficulty 1 has one event with everything stated. One of difficulty 2 has relative dates, several figures or an event in passing. "
        "One of difficulty 3 has several events, conflicting versions, totals and traps.", "",
        "## What the figures mean", "",
        "- **Precision** is the share of what was proposed that is right, **recall** the share of what is in the gold that was found.",
        "- Events are matched one to one within a text. **Leniently** a pair counts if two of date, place and kind agree, where dates of at most two "
        "days agree if they overlap. **Strictly** all three must agree, and the date exactly.",
        "- **A field** is right only if the whole value is. A missed event counts against the recall of each of its fields.",
        "- **A total** is a running count, such as attacks since a day. It is no event, and to tell it as one is an error of its own.",
        "- **A span** is the characters given for a value. That a span carries its value shows that the value is not invented, not that it belongs to this event.",
        "- **The development part** is what the grammar was written on. Of a text that nobody has seen, expect the figures of **the test part** at best: "
        "these texts are short and made up, and news as it comes is not.", "",
        "## What it does badly", "",
        *shortcomings(dev, test), "",
        "This is why every candidate goes before a person.", "",
        "## The development part", "", figures(dev, lists=False),
        '??? note "Every miss and false alarm of the development part"', "",
        indent("\n".join(["```text", *listing(dev), "```"]), "    "), "",
        "## The test part", "",
        "Figures only: whoever writes grammar by what is missed here cannot test with it again.", "", figures(test, lists=False)]))


@cache
def measured(root: Path) -> tuple[Evaluation, Evaluation]:
    """How the default engine does on the development part and on the test part of the corpus in that repository."""
    return corpus.measure(root / "corpus", root, "dev"), corpus.measure(root / "corpus", root, "test")


def corpus_counts(folder: Path) -> Iterator[list[object]]:
    """Texts, events and totals of each part, and texts of each language, difficulty and manner of outlet."""
    about, gold = corpus.by_id(folder / "texts.jsonl"), corpus.by_id(folder / "gold.jsonl")

    def row(name: str, counts: Counter[str]) -> list[object]:
        return [name, counts["dev"], counts["test"]]

    yield row("texts", Counter(t["split"] for t in about.values()))
    for key, name in (("events", "events"), ("tallies", "totals")):
        yield row(name, Counter(about[one]["split"] for one, g in gold.items() for _ in g[key]))
    manners = {one: {**t, "voice": t["voice"].rpartition("-")[0]} for one, t in about.items()}
    for key in corpus.GROUPS:
        for value in sorted({t[key] for t in manners.values()}):
            yield row(f"texts of {key} {value}", Counter(t["split"] for t in manners.values() if t[key] == value))
    yield ["outlets", *(len({t["voice"] for t in about.values() if t["split"] == part}) for part in ("dev", "test"))]


def shortcomings(dev: Evaluation, test: Evaluation) -> Iterator[str]:
    """The weak points of the engine, in words, from the figures."""
    def share(figure: float | None) -> str:
        return "none" if figure is None else f"{figure:.2f}"

    lenient, strict = test.lenient, test.strict
    yield f"- **New outlets.** F1 falls from {share(dev.lenient.f1)} on the development part to {share(lenient.f1)} on the test part, strictly from {share(dev.strict.f1)} to {share(strict.f1)}."
    yield f"- **Events not found.** On the test part {lenient.expected - lenient.right} of {lenient.expected} events are missed, and {lenient.proposed - lenient.right} of {lenient.proposed} proposals are no event of the gold."
    yield f"- **Events half right.** Of the {lenient.right} found there, {lenient.right - strict.right} have another date, place or kind than the gold."
    yield f"- **Totals.** {test.tallies.expected - test.tallies.right} of {test.tallies.expected} are not found with their number."
    known = [(name, s) for name, s in test.fields.items() if s.expected >= RARE]
    weakest = sorted(known, key=lambda pair: (pair[1].f1 or 0, pair[0]))[:WEAKEST]
    yield f"- **Weakest fields** of the test part, of those with at least {RARE} values in the gold: {'; '.join(f'`{name}` (precision {share(s.precision)}, recall {share(s.recall)})' for name, s in weakest)}."
