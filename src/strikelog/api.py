"""What a researcher imports: the tables of the release that came with this package."""

from __future__ import annotations

import difflib
import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet

from strikelog.package import DESCRIPTOR

# Not from `publish`, which would import all that a build needs.
DATABASE = "strikelog.duckdb"
HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]


class MissingRelease(FileNotFoundError):
    """No data came with this package, and none has been built."""


def load(name: str = "events_wide") -> pa.Table:
    """One table as an Arrow table, its schema's metadata saying what each column means.

    `load()` is `events_wide`, one row an event. For polars `polars.from_arrow(load(...))`, for
    pandas `load(...).to_pandas()`. Raises ValueError if there is no such table, MissingRelease if
    there are no data.
    """
    known = tables()
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise ValueError(f"there is no table {name!r}; {hint}The tables are {', '.join(known)}. Views are in connect().")
    return pyarrow.parquet.read_table(_release() / f"{name}.parquet")


def connect() -> duckdb.DuckDBPyConnection:
    """A read-only connection to the DuckDB database of the release: all tables, and the views.

    Every table, view and column has a comment; `_about`, `_fields` and `_codes` hold the same as
    tables. Raises MissingRelease if there are no data.
    """
    return duckdb.connect(str(_release() / DATABASE), read_only=True)


def tables() -> tuple[str, ...]:
    """The names that `load` takes. Raises MissingRelease if there are no data."""
    descriptor = json.loads((_release() / DESCRIPTOR).read_text(encoding="utf-8"))
    return tuple(resource["name"] for resource in descriptor["resources"])


def _release() -> Path:
    """The folder with the data: in the installed package, else what `make build` made in a checkout."""
    for folder in (HERE / "release", CHECKOUT / "dist"):
        if (folder / DATABASE).is_file() and (folder / DESCRIPTOR).is_file():
            return folder
    raise MissingRelease("strikelog has no data here. In a checkout of the repository, run `make build` first; "
                         "else install a released wheel.")


def _version() -> str:
    # In a checkout the descriptor rules; what pip noted of an editable install may be of another day.
    if (CHECKOUT / DESCRIPTOR).is_file() and (CHECKOUT / "src").is_dir():
        return str(json.loads((CHECKOUT / DESCRIPTOR).read_text(encoding="utf-8"))["version"])
    try:
        return version("strikelog")
    except PackageNotFoundError:
        return "0+unknown"


__version__ = _version()
