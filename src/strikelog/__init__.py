"""Attacks and strikes in Iraq, Syria and their neighbours, as tables.

>>> import strikelog
>>> events = strikelog.load("events_wide")  # a pyarrow Table, one row an event
>>> strikelog.connect().sql("FROM attacks_by_month").show()
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from strikelog.api import MissingRelease, __version__, connect, load, tables

__all__ = ["MissingRelease", "__version__", "connect", "load", "tables"]


def __getattr__(name: str) -> Any:
    # On first use only: to import duckdb and pyarrow takes longer than `strikelog --help` may.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from strikelog import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
