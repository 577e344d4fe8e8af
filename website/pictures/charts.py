"""Pictures of answers, drawn when the site is made by the code that draws them in the browser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from website.browser import FOLDER, NotBundled, node

SCRIPT = FOLDER / "src" / "chart" / "static.ts"


class NotDrawn(NotBundled):
    """The pictures could not be drawn; the message says why."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture to draw: what `Spec` of website/browser/src/chart/chart.ts takes, words for who does not see it, and rows."""

    spec: Mapping[str, Any]
    label: str
    rows: Sequence[Mapping[str, Any]]


def draw(charts: Sequence[Chart]) -> list[Markup]:
    """The SVG of each chart, to stand in a page: as wide as its room, in the theme's colours, with no id twice.

    Values are numbers, text, days or nothing. One Node.js process draws them all. Raises NotDrawn.
    """
    if not charts:
        return []
    wanted = json.dumps([{"spec": {**c.spec, "label": c.label}, "rows": [dict(row) for row in c.rows]} for c in charts], default=_plain)
    done = subprocess.run([node(), str(SCRIPT)], cwd=FOLDER, input=wanted, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise NotDrawn(f"pictures could not be drawn: {done.stderr.strip()}")
    return [Markup(svg) for svg in json.loads(done.stdout)]


def _plain(value: object) -> str | float:
    """A value as JSON can have it. Raises TypeError if a chart has no use for it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"a chart cannot show {value!r}")
