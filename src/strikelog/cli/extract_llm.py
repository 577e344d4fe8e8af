"""The options of `strikelog extract --engine llm`, and what it asks a model with."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from strikelog.package import load_package

if TYPE_CHECKING:
    from strikelog.extract.documents import Raw, Unreadable
    from strikelog.extract.parallel import Outcome, Settings

    Extract = Callable[[Settings, Iterable[Raw | Unreadable], Callable[[int], None]], Iterator[Outcome]]

URL, MODEL, KEY = "STRIKELOG_LLM_URL", "STRIKELOG_LLM_MODEL", "STRIKELOG_LLM_KEY"
NEEDED = "--engine llm needs the extra `llm`: pip install 'strikelog[llm]'"
JOBS, TIMEOUT, RETRIES = 4, 120.0, 2


class Unusable(ValueError):
    """The options make no sense together; the message says which."""


def add_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("with --engine llm", f"The key to the endpoint is taken from {KEY} alone.")
    add = partial(group.add_argument, default=None)
    add("--model", metavar="NAME", help=f"the model to ask (default: {MODEL})")
    add("--url", metavar="URL", help=f"base of an OpenAI-compatible endpoint, such as http://localhost:8000/v1 (default: {URL})")
    add(
        "--answer-by",
        choices=("tool", "schema", "prompt"),
        help="how the endpoint takes the form of an answer: as a tool (default), a JSON Schema, or in words",
    )
    add("--timeout", type=float, metavar="SECONDS", help=f"how long one attempt may take (default: {TIMEOUT:g})")
    add(
        "--retries",
        type=int,
        metavar="N",
        help=f"further attempts, after a failure on the way and after a malformed answer (default: {RETRIES})",
    )
    add("--cache", type=Path, metavar="DIR", help="folder in which answers are kept and found again")
    group.add_argument("--replay", action="store_true", default=None, help="take answers from --cache alone and ask nobody")


def given(options: argparse.Namespace) -> list[str]:
    """The options of the engine that were given."""
    names = ("model", "url", "answer_by", "timeout", "retries", "cache", "replay")
    return [f"--{name.replace('_', '-')}" for name in names if getattr(options, name) is not None]


def prepare(options: argparse.Namespace) -> Extract:
    """What extracts with a model. Raises Unusable, ImportError without the extra, and what reading a package raises."""
    from strikelog.extract.llm.answer import answer_type
    from strikelog.extract.llm.cache import Cache
    from strikelog.extract.llm.run import Answers, extract_all

    model = options.model or os.environ.get(MODEL)
    form = options.answer_by or "tool"
    timeout = TIMEOUT if options.timeout is None else options.timeout
    retries = RETRIES if options.retries is None else options.retries
    if not model:
        raise Unusable(f"--engine llm needs --model NAME, or {MODEL} in the environment")
    if not 0 < timeout <= 3600:
        raise Unusable("--timeout takes seconds, more than 0 and at most 3600")
    if not 0 <= retries <= 10:
        raise Unusable("--retries takes a number from 0 to 10")
    if options.cache is not None and options.cache.exists() and not options.cache.is_dir():
        raise Unusable(f"--cache: {options.cache} is no folder")
    if options.replay and not (options.cache and options.cache.is_dir()):
        raise Unusable("--replay needs --cache DIR with the folder of an earlier run")
    answer = answer_type(load_package(options.package))
    asker = None
    if not options.replay:
        url = options.url or os.environ.get(URL) or ""
        if not url.startswith(("http://", "https://")):
            raise Unusable(f"--engine llm needs --url URL, or {URL} in the environment, beginning with http:// or https://")
        from strikelog.extract.llm.endpoint import Client, Endpoint

        asker = Client(Endpoint(url, model, os.environ.get(KEY)).open(), answer, form, timeout, retries)
    answers = Answers(Cache(options.cache, answer), asker, model, form)

    def extract(settings: Settings, documents: Iterable[Raw | Unreadable], done: Callable[[int], None]) -> Iterator[Outcome]:
        return extract_all(settings, answers, documents, options.jobs or JOBS, done)

    return extract
