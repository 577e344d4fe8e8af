"""The colours of the kinds of event, one list for pictures made here and in the browser."""

from __future__ import annotations

import json
from pathlib import Path

COLOURS: dict[str, str] = json.loads(Path(__file__).with_name("palette.json").read_text(encoding="utf-8"))
# Kinds that have no colour of their own.
OTHER = "#475569"
