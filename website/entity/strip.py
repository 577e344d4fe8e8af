"""A strip of time: how many events there were each month, on one scale of months for all pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from website.entity.record import Record, Row
from website.pictures.palette import COLOURS, OTHER

WIDTH, HEIGHT, FOOT = 720, 88, 20


def strip(record: Record, events: Sequence[Row]) -> Markup:
    """Bars by month, from the first year of the whole record to the last, stacked by kind. Nothing for no event."""
    if not events:
        return Markup("")
    first = min(e["date_earliest"] for e in record.events).year
    last = max(e["date_earliest"] for e in record.events).year
    months: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for event in events:
        day: date = event["date_earliest"]
        months[12 * (day.year - first) + day.month - 1][event["event_type"]] += 1
    step = WIDTH / (12 * (last - first + 1))
    most = max(c.total() for c in months.values())
    # One event is not as tall as ten.
    unit = (HEIGHT - FOOT - 4) / max(most, 4)
    parts = []
    for year in range(first, last + 1):
        x = round(12 * (year - first) * step, 1)
        parts.append(Markup('<line x1="{0}" x2="{0}" y1="0" y2="{1}"/><text x="{2}" y="{3}">{4}</text>').format(x, HEIGHT - FOOT, x + 3, HEIGHT - 3, year))
    order = [*COLOURS, *sorted({e["event_type"] for e in events} - COLOURS.keys())]
    for month, kinds in sorted(months.items()):
        top = float(HEIGHT - FOOT)
        words = f"{date(first + month // 12, month % 12 + 1, 1):%B %Y}: {kinds.total()}"
        bars = []
        for kind in order:
            if kinds[kind]:
                top -= kinds[kind] * unit
                bars.append(Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>').format(
                    round(month * step, 1), round(top, 1), round(max(step - 1, 2), 1), round(kinds[kind] * unit, 1), COLOURS.get(kind, OTHER)))
        parts.append(Markup("<g><title>{}</title>{}</g>").format(words, Markup("").join(bars)))
    label = f"Events by month, {first} to {last}: {len(events)} in all, at most {most} in one month"
    return Markup('<svg class="strip" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(WIDTH, HEIGHT, label, Markup("").join(parts))


def legend(record: Record, events: Sequence[Row]) -> list[tuple[str, str, int]]:
    """The kinds among the events, most frequent first: colour, label, number."""
    kinds = Counter(e["event_type"] for e in events)
    return [(COLOURS.get(kind, OTHER), record.site.label("events.event_type", kind), n) for kind, n in kinds.most_common()]
