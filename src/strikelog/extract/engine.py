"""The deterministic engine: a document in, candidates out. The same bytes give the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from strikelog.extract.candidate import Candidate, event_candidate, total_candidate
from strikelog.extract.discourse import tell
from strikelog.extract.documents import Document
from strikelog.extract.gazetteer import Gazetteer, load_gazetteer
from strikelog.extract.lexicon import languages, load_lexicon
from strikelog.extract.matching import Known, load_known
from strikelog.extract.reading import Reading
from strikelog.extract.status import final_kind
from strikelog.extract.text import read_text


@dataclass(frozen=True)
class Engine:
    """What reading a document needs: the names of a package, its events, and languages."""

    gazetteer: Gazetteer
    known: Known
    languages: Path | None = None

    def extract(self, document: Document) -> list[Candidate]:
        """The candidates of one document, in the order in which the text tells them."""
        lexicon = load_lexicon(languages(self.languages)[document.language])
        reading = Reading(read_text(document.text, lexicon), lexicon, self.gazetteer, document.published)
        story = tell(reading)
        made: list[Candidate] = []
        by_order: dict[int, str] = {}
        for draft in sorted(story.drafts + story.talked_of, key=lambda d: d.span):
            candidate = event_candidate(reading, document, draft, final_kind(draft), story.drafts)
            if not draft.hypothetical:
                by_order[draft.order] = candidate["candidate_id"]
                candidate["matches"] = self.known.matches(candidate)
            if draft.answer_to is not None:
                candidate["answer_to"] = by_order.get(draft.answer_to)
            made.append(candidate)
        return made + [total_candidate(document, total) for total in story.totals]


def load_engine(package: Path, languages_folder: Path | None = None) -> Engine:
    """The engine for a package. Raises what reading the package raises."""
    return Engine(load_gazetteer(package), load_known(package), languages_folder)
