"""Documents in, outcomes out, in order, with only so many questions under way."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from strikelog.extract.documents import Document, Raw, Unreadable, prepare
from strikelog.extract.engine import Engine, load_engine
from strikelog.extract.llm.answer import Answer, NoAnswer, schema_hash
from strikelog.extract.llm.building import candidates_of
from strikelog.extract.llm.cache import Cache, Key
from strikelog.extract.llm.prompt import prompt_hash
from strikelog.extract.parallel import Outcome, Settings


class Asker(Protocol):
    """Whoever answers; `ask` raises NoAnswer."""

    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, kind: type[BaseException] | None, why: BaseException | None, trace: TracebackType | None) -> None: ...
    async def ask(self, document: Document) -> Answer: ...


@dataclass(frozen=True)
class Answers:
    """Where answers come from: the cache first, then the asker; without an asker from the cache alone.

    `model` and `form`, the way in which it is asked to answer, tell one model's answers from another's.
    """

    cache: Cache
    asker: Asker | None
    model: str
    form: str

    def key(self, document: Document) -> Key:
        schema = schema_hash(self.cache.answer)
        return Key(self.model, prompt_hash(self.form), schema, document.sha256, document.published.isoformat())

    async def about(self, document: Document) -> Answer:
        """The answer about one document, kept once it is there. Raises NoAnswer and OSError."""
        key = self.key(document)
        answer = self.cache.read(key)
        if answer is None:
            if self.asker is None:
                raise NoAnswer(f"its answer is not in {self.cache.folder}")
            answer = await self.asker.ask(document)
            self.cache.write(key, answer)
        return answer


def extract_all(
    settings: Settings,
    answers: Answers,
    documents: Iterable[Raw | Unreadable],
    jobs: int,
    done: Callable[[int], None] | None = None,
) -> Iterator[Outcome]:
    """The outcome of each document in the order in which they come; at most `jobs` are asked about at a time.

    Raises what reading the package raises, and OSError where an answer cannot be kept.
    """
    engine = load_engine(settings.package, settings.languages)
    with asyncio.Runner() as runner:
        opened = AsyncExitStack()
        try:
            if answers.asker is not None:
                runner.run(opened.enter_async_context(answers.asker))
            waiting: deque[asyncio.Task[Outcome]] = deque()
            count = 0
            for raw in _then_none(documents, jobs):
                if raw is not None:
                    waiting.append(runner.get_loop().create_task(_outcome(engine, settings, answers, raw)))
                if waiting and (raw is None or len(waiting) == jobs):
                    yield runner.run(_wait(waiting.popleft()))
                    count += 1
                    if done:
                        done(count)
        finally:
            runner.run(opened.aclose())


def _then_none(documents: Iterable[Raw | Unreadable], jobs: int) -> Iterator[Raw | Unreadable | None]:
    """The documents, then None as often as questions can still be under way."""
    yield from documents
    yield from [None] * jobs


async def _wait(task: asyncio.Task[Outcome]) -> Outcome:
    return await task


async def _outcome(engine: Engine, settings: Settings, answers: Answers, raw: Raw | Unreadable) -> Outcome:
    try:
        if isinstance(raw, Unreadable):
            raise raw
        document = prepare(raw, settings.published, settings.language, settings.languages)
        made, refused = candidates_of(engine, document, await answers.about(document))
    except Unreadable as why:
        return Outcome(raw.name, trouble=str(why))
    except NoAnswer as why:
        return Outcome(raw.name, trouble=f"{raw.name}: {why}")
    return Outcome(raw.name, tuple(json.dumps(c, ensure_ascii=False) for c in made), refused=refused)
