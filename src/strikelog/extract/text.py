"""A text in sentences, with what is no part of it marked. All offsets are those of the original."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sentencex import segment  # type: ignore[import-untyped, unused-ignore]

from strikelog.extract.lexicon import Lexicon, words_pattern
from strikelog.folding import fold

STAMP = re.compile(r"^\s*\d{1,2}\s?(?:h|:|\.)\s?\d{2}(?!\d)\s*(?:[-–—|.:]|(?=[A-ZÀ-Ý]))\s*(?!\d)")
BULLET = re.compile(r"^\s*(?:[-–—•*·]|\d{1,2}[.)]|\(\d{1,2}\))\s+")
DATELINE = re.compile(
    r"^(?:[^\W\d_][^\W\d_'’.-]*[ ,/-]*){1,5}(?:\([^)\n]{2,40}\))?"
    r"(?:,? (?:[^\W\d_]+\.? \d{1,2}|\d{1,2} [^\W\d_]+\.?)(?:,? \d{4})?)?(?: \([^)\n]{2,40}\))? ?[-–—] "
)
SIGNATURE = re.compile(r"(?:^|\n|[\s»”\"])\s*[-–—]\s*[^\n@]{2,60}\(@?\w+\)[^\n]*")
END = re.compile(r"[;,]\s*$|[.!?…][»”\"’')\]]*\s*$|[.!?…]\s*[»”\"]?$")
URL = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `kind` is `body`, `heading`, `signature` or `furniture`; the last is never read."""

    start: int
    end: int
    kind: str
    paragraph: int
    section: int
    stamped: bool = False


@dataclass(frozen=True)
class Text:
    raw: str
    folded: str
    sentences: tuple[Sentence, ...]

    def read(self) -> list[Sentence]:
        return [s for s in self.sentences if s.kind in ("body", "heading")]


@lru_cache(maxsize=16)
def _furniture(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    start, anywhere, line = (words_pattern(lexicon.phrases("furniture", v)) for v in ("line_start", "anywhere", "attribution_line"))
    return (
        re.compile(rf"^\W*(?:{start})(?:\b|\W|$)"),
        re.compile(rf"(?:{anywhere})"),
        re.compile(rf"^\W*(?:{line})\W*$|^\W*(?:{line})\b.{{0,40}}$"),
    )


def read_text(raw: str, lexicon: Lexicon) -> Text:
    """Cut a text into sentences and say of each whether it is part of the report."""
    folded = fold(raw)
    sentences: list[Sentence] = []
    seen: set[str] = set()
    paragraph = section = 0
    before_blank = True
    lines = _lines(raw)
    for number, (start, end) in enumerate(lines):
        line = raw[start:end]
        if not line.strip():
            before_blank = True
            continue
        paragraph += before_blank or number == 0
        before_blank = False
        key = re.sub(r"\W+", " ", folded[start:end]).strip()
        if _is_furniture(line, folded[start:end], lexicon) or (len(key) > 60 and key in seen):
            sentences.append(Sentence(start, end, "furniture", paragraph, section))
            continue
        seen.add(key)
        content, stamped = start, False
        if match := (STAMP.match(line) or BULLET.match(line)):
            section += 1
            stamped = bool(STAMP.match(line))
            content += match.end()
        elif match := _dateline(line, sentences):
            content += match.end()
        if SIGNATURE.match(raw, start, end) and len(line) < 120:
            sentences.append(Sentence(start, end, "signature", paragraph, section))
            continue
        # An item of a list tells what it tells; only a post may have a title, with text of its own below.
        item = content > start and not (stamped and _has_body(lines, raw, number))
        heading = len(line) < 140 and not item and not END.search(line) and _has_more(lines, raw, number)
        sentences += _cut(raw, content, end, "heading" if heading else "body", paragraph, section, lexicon.code, stamped)
    return Text(raw, folded, tuple(sentences))


def _lines(raw: str) -> list[tuple[int, int]]:
    made, at = [], 0
    for line in raw.split("\n"):
        made.append((at, at + len(line)))
        at += len(line) + 1
    return made


def _has_body(lines: list[tuple[int, int]], raw: str, number: int) -> bool:
    """Whether the next line with anything in it goes on with a post and does not begin another."""
    following = next((raw[s:e] for s, e in lines[number + 1 :] if raw[s:e].strip()), "")
    return bool(following) and not STAMP.match(following)


def _has_more(lines: list[tuple[int, int]], raw: str, number: int) -> bool:
    return any(raw[s:e].strip() for s, e in lines[number + 1 : number + 4])


def _dateline(line: str, before: list[Sentence]) -> re.Match[str] | None:
    """Place, day and agency before a report's first words."""
    if len(line) <= 120 or not any(c in line[:70] for c in "-–—"):
        return None
    match = DATELINE.match(line[:70])
    if match and match.end() < 70:
        first = match.group().split()[0].strip(",(")
        if (
            (first.isupper() and len(first) > 2)
            or ("(" in match.group() and not any(s.kind == "body" for s in before))
            or "," in match.group()
        ):
            return match
    return None


def _is_furniture(line: str, folded: str, lexicon: Lexicon) -> bool:
    start, anywhere, alone = _furniture(lexicon)
    words = len(folded.split())
    if sum(line.count(c) for c in "|•›»·") >= 2 and "«" not in line and words < 25:
        return True
    if len(re.findall(r" - ", line)) >= 3 and not END.search(line):
        return True
    if start.match(folded.strip()) and words <= 18 and not (END.search(line) and words > 12):
        return True
    return bool((anywhere.search(folded) and words < 30) or (alone.match(folded.strip()) and words < 10))


def _cut(raw: str, start: int, end: int, kind: str, paragraph: int, section: int, language: str, stamped: bool) -> list[Sentence]:
    made: list[Sentence] = []
    at = start
    for piece in segment(language, raw[start:end]):
        begin = raw.find(piece, at, end)
        if begin < 0:
            begin = at
        last = min(end, begin + len(piece))
        at = last
        while begin < last and raw[begin].isspace():
            begin += 1
        while last > begin and raw[last - 1].isspace():
            last -= 1
        if last > begin:
            made.append(Sentence(begin, last, kind, paragraph, section, stamped))
    return _rejoin(raw, made)


def _rejoin(raw: str, made: list[Sentence]) -> list[Sentence]:
    """Put together what was cut before a small letter: an abbreviation ended there, not a sentence."""
    joined: list[Sentence] = []
    for sentence in made:
        if joined and (
            raw[sentence.start].islower()
            or (len(raw[joined[-1].start : joined[-1].end].split()) == 1 and joined[-1].end - joined[-1].start < 5)
        ):
            last = joined.pop()
            sentence = Sentence(last.start, sentence.end, last.kind, last.paragraph, last.section, last.stamped)
        joined.append(sentence)
    return joined
