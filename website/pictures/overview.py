"""Draw docs/picture.svg, the map in the README: every event at its site, from the published data.

`make build` first; `python -m website.pictures.overview --check` only says whether the drawing is up to date.
"""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from xml.sax.saxutils import escape

import strikelog
from strikelog.geo import features
from strikelog.package import load_package
from website.pictures.maps import Window
from website.pictures.palette import COLOURS, OTHER
from website.site import ROOT

PICTURE = ROOT / "docs" / "picture.svg"
WIDTH = 880
WINDOW = Window(34.0, 53.2, 30.6, 38.0, WIDTH)
HEIGHT = WINDOW.height
STRIP = 150
# Sites with fewer events have a mark and no name.
NAMED_FROM = 8


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes (left, top, right, bottom) share any ground."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def draw() -> str:
    """The picture as SVG: a map of the sites, and below it a strip with the events of each month."""
    events = strikelog.load("events_wide").to_pylist()
    sites = defaultdict(list)
    for event in events:
        if event["latitude"] is not None:
            sites[event["longitude"], event["latitude"]].append(event)
    marks: list[str] = []
    boxes: list[tuple[float, ...]] = []
    labels: list[str] = []
    for (longitude, latitude), here in sorted(sites.items(), key=lambda s: (-len(s[1]), s[0])):
        x, y = WINDOW.place(longitude, latitude)
        if not (0 < x < WIDTH and 0 < y < HEIGHT):
            continue
        kinds = [e["event_type"] for e in here]
        colour = COLOURS.get(max(sorted(set(kinds)), key=kinds.count), OTHER)
        radius = round(3 + 1.9 * math.sqrt(len(here)), 1)
        name = here[0]["site"] or "no site"
        marks.append(f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colour}"><title>{escape(name)}: {len(here)}</title></circle>')
        words = f"{name} · {len(here)}"
        wide = 6.3 * len(words)
        for side, left in (("start", x + radius + 3), ("end", x - radius - 3 - wide)):
            box = (left, y - 8, left + wide, y + 8)
            if len(here) >= NAMED_FROM and left > 0 and left + wide < WIDTH - 180 and not any(overlap(box, other) for other in boxes):
                boxes.append(box)
                labels.append(f'<text x="{round(x + (radius + 3) * (1 if side == "start" else -1), 1)}" y="{y + 4}" text-anchor="{side}">{escape(words)}</text>')
                break
    first, last = min(e["date_earliest"] for e in events), max(e["date_earliest"] for e in events)
    start, span = first.year, last.year + 1 - first.year
    step = (WIDTH - 40) / (12 * span)
    years = [f'<line x1="{x}" y1="{HEIGHT + 12}" x2="{x}" y2="{HEIGHT + STRIP - 26}"/><text x="{x + 4}" y="{HEIGHT + STRIP - 10}">{start + n}</text>'
             for n in range(span) for x in (round(20 + 12 * n * step, 1),)]
    months: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for event in events:
        day = event["date_earliest"]
        months[12 * (day.year - start) + day.month - 1][event["event_type"] if event["event_type"] in COLOURS else "other"] += 1
    scale = (STRIP - 44) / max(sum(m.values()) for m in months.values())
    ticks = []
    for month, counted in sorted(months.items()):
        top = HEIGHT + STRIP - 26.0
        for kind in (*COLOURS, "other"):
            if counted[kind]:
                top -= counted[kind] * scale
                ticks.append(f'<rect x="{round(20 + month * step, 1)}" y="{round(top, 1)}" width="{round(step - 1, 1)}" height="{round(counted[kind] * scale, 1)}" fill="{COLOURS.get(kind, OTHER)}"/>')
    ticks.append(f'<text x="24" y="{HEIGHT + 24}" fill="#475569">events a month, at most {max(sum(m.values()) for m in months.values())}</text>')
    present = [k for k in COLOURS if any(e["event_type"] == k for e in events)]
    meaning = {c.value: c.label for c in load_package(ROOT).lookup("events.event_type").codes}
    legend = [f'<circle cx="{WIDTH - 162}" cy="{22 + 19 * n}" r="5" fill="{COLOURS.get(k, OTHER)}"/><text x="{WIDTH - 150}" y="{26 + 19 * n}">{escape(meaning.get(k, "Other"))}</text>'
              for n, k in enumerate([*present, "other"])]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + STRIP}" width="{WIDTH}" height="{HEIGHT + STRIP}" role="img" '
        f'aria-label="Map and time line of {len(events)} events" font-family="system-ui, sans-serif" font-size="12">',
        f'<clipPath id="m"><rect width="{WIDTH}" height="{HEIGHT}" rx="6"/></clipPath>',
        f'<rect width="{WIDTH}" height="{HEIGHT + STRIP}" rx="6" fill="#f8fafc"/>',
        '<g clip-path="url(#m)" fill="#e7e5e4" stroke="#a8a29e" stroke-width="0.8">', *(f'<path d="{WINDOW.path(f["geometry"])}"/>' for f in features("countries")), "</g>",
        '<g fill="#78716c" font-size="11" letter-spacing="2" opacity="0.8">', *WINDOW.names(margin=0.4, least=1.5), "</g>",
        '<g stroke="#fff" stroke-width="1" fill-opacity="0.88">', *marks, "</g>",
        '<g fill="#0f172a" stroke="#f8fafc" stroke-width="3" paint-order="stroke" stroke-linejoin="round">', *labels, "</g>",
        f'<rect x="{WIDTH - 176}" y="8" width="168" height="{19 * (len(present) + 1) + 8}" rx="4" fill="#f8fafc" fill-opacity="0.9"/>',
        '<g fill="#0f172a">', *legend, "</g>", '<g stroke="#cbd5e1" fill="#475569">', *(y.replace("<text", '<text stroke="none"') for y in years), "</g>", *ticks, "</svg>", ""])


if __name__ == "__main__":
    drawn = draw()
    if "--check" in sys.argv:
        sys.exit(PICTURE.read_text(encoding="utf-8") != drawn)
    PICTURE.write_text(drawn, encoding="utf-8")
