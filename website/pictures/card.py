"""The picture that is shown where somebody shares a link to the site."""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Iterator

from PIL import Image, ImageColor, ImageDraw, ImageFont

from strikelog.geo import features
from website.facts.figures import figures
from website.pictures.maps import Window
from website.pictures.palette import COLOURS, OTHER
from website.site import Site

WIDTH, HEIGHT = 1200, 630
# Drawn larger and then made smaller, for smooth edges.
FINE = 2
GROUND, LAND, BORDER, TITLE, WORDS, BAND = "#0f172a", "#1e293b", "#475569", "#ffffff", "#cbd5e1", "#0b1120"
MAP = Window(24.2, 49.6, 26.6, 38.2, WIDTH * FINE)
MARGIN, FOOT, FADE = 64, 128, 600


def card(site: Site) -> bytes:
    """A PNG of 1200 by 630 pixels: the sites of the events on a map, the title and the key figures."""
    image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), GROUND)
    draw = ImageDraw.Draw(image, "RGBA")
    for ring in _rings():
        draw.polygon(ring, fill=LAND, outline=BORDER, width=FINE)
    for row in site.rows(
            "SELECT longitude, latitude, count(*) AS events, mode(event_type::VARCHAR ORDER BY event_type::VARCHAR) AS kind FROM events_wide "
            "WHERE latitude IS NOT NULL GROUP BY ALL ORDER BY events DESC, longitude, latitude"):
        x, y = MAP.place(row["longitude"], row["latitude"])
        radius = (4 + 2.6 * math.sqrt(row["events"])) * FINE
        colour = _lighter(COLOURS.get(row["kind"], OTHER))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(*colour, 225), outline=(255, 255, 255, 200), width=FINE)
    # The words stand on ground that is dark whatever lies below.
    for x in range(FADE * FINE):
        draw.line((x, 0, x, HEIGHT * FINE), fill=(*ImageColor.getrgb(GROUND), round(255 * (1 - x / (FADE * FINE)) ** 0.4)))
    draw.rectangle((0, (HEIGHT - FOOT) * FINE, WIDTH * FINE, HEIGHT * FINE), fill=BAND)
    name, _, subject = site.package.title.partition(": ")
    _text(draw, MARGIN, 96, name, 88, TITLE)
    for n, line in enumerate(textwrap.wrap(subject[:1].upper() + subject[1:], 26)[:3]):
        _text(draw, MARGIN, 214 + 50 * n, line, 40, WORDS)
    told = figures(site)
    _text(draw, MARGIN, 420, f"{told.period[:1].upper()}{told.period[1:]}", 30, WORDS)
    shown = [(f"{told.events:,}", "events"), (f"{told.claims:,}", "claims"), (f"{told.reports:,}", "reports"), (f"{told.sites:,}", "sites"), (site.package.version, "version")]
    for n, (figure, word) in enumerate(shown):
        left = MARGIN + n * (WIDTH - 2 * MARGIN) // len(shown)
        _text(draw, left, HEIGHT - FOOT + 22, figure, 44, TITLE)
        _text(draw, left, HEIGHT - FOOT + 76, word, 26, WORDS)
    made = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(made, "PNG", optimize=True)
    return made.getvalue()


def _text(draw: ImageDraw.ImageDraw, x: int, y: int, text: str, size: int, fill: str) -> None:
    draw.text((x * FINE, y * FINE), text, font=ImageFont.load_default(size * FINE), fill=fill)


def _rings() -> Iterator[list[tuple[float, float]]]:
    """The outer outline of each part of each country, in pixels."""
    for feature in features("countries"):
        geometry = feature["geometry"]
        for part in geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]:
            yield [MAP.place(*point[:2]) for point in part[0]]


def _lighter(colour: str) -> tuple[int, int, int]:
    """The colour a part of the way to white, to stand out from dark ground."""
    red, green, blue = (c + (255 - c) * 3 // 10 for c in ImageColor.getrgb(colour)[:3])
    return red, green, blue
