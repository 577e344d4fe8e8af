"""Asking a model at an OpenAI-compatible endpoint. The only module that imports pydantic-ai."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from openai import OpenAIError
from pydantic_ai import Agent, NativeOutput, PromptedOutput, ToolOutput
from pydantic_ai.exceptions import AgentRunError, ModelHTTPError, ModelRequestTimeout, ModelTimeoutError, UnexpectedModelBehavior
from pydantic_ai.models import Model
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider
from pydantic_ai.settings import ModelSettings

from strikelog.extract.documents import Document
from strikelog.extract.llm.answer import Answer, NoAnswer
from strikelog.extract.llm.prompt import INSTRUCTIONS, question

FORMS: dict[str, Any] = {"tool": ToolOutput, "schema": NativeOutput, "prompt": PromptedOutput}


@dataclass(frozen=True)
class Endpoint:
    """Where to ask. The key is shown in no representation; without one none is sent that means anything."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)

    def open(self) -> Model:
        return OpenAIChatModel(self.model, provider=OpenAICompatibleProvider("endpoint", base_url=self.url, api_key=self.key or None))


class Client:
    """Asks a model about documents. An async context manager, which closes the connections.

    `timeout` bounds each attempt, in seconds; an attempt that fails on the way, and an answer that has
    not the form, are each tried again `retries` times at most.
    """

    def __init__(self, model: Model, answer: type[Answer], form: str, timeout: float, retries: int) -> None:
        self.timeout, self.retries = timeout, retries
        settings = ModelSettings(temperature=0.0, timeout=timeout, request_timeout=timeout * (retries + 1), max_retries=retries)
        self._agent: Agent[object, Answer] = Agent(
            model, output_type=FORMS[form](answer), instructions=INSTRUCTIONS, retries={"output": retries}, model_settings=settings
        )

    async def __aenter__(self) -> Client:
        await self._agent.__aenter__()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, why: BaseException | None, trace: TracebackType | None) -> None:
        await self._agent.__aexit__(kind, why, trace)

    async def ask(self, document: Document) -> Answer:
        """The model's answer about one document. Raises NoAnswer, whose words hold nothing that the endpoint sent."""
        try:
            return (await self._agent.run(question(document.text, document.published))).output
        except (ModelRequestTimeout, ModelTimeoutError):
            raise NoAnswer(f"the model did not answer within {self.timeout:g} seconds") from None
        except ModelHTTPError as why:
            raise NoAnswer(f"the endpoint answered with HTTP status {why.status_code}") from None
        except UnexpectedModelBehavior:
            raise NoAnswer(f"no answer had the form that was asked for, in {self.retries + 1} attempts") from None
        except UnicodeError:
            raise NoAnswer("it holds halves of characters, which cannot be sent") from None
        except (AgentRunError, OpenAIError):
            raise NoAnswer("the endpoint could not be reached or does not speak the OpenAI form") from None
