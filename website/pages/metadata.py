"""What is there for machines and for those who share a link: Croissant, robots.txt, and the picture of the site."""

from __future__ import annotations

import json
from collections.abc import Iterator

from website.pictures.card import card
from website.publication.dataset import CROISSANT, croissant
from website.publication.downloads import downloads
from website.site import File, Site

CARD = "assets/card.png"


def pages(site: Site) -> Iterator[File]:
    """The files; robots.txt names the sitemap, so it is only there where the site's address is known."""
    yield File(CROISSANT, json.dumps(croissant(site, downloads(site)), ensure_ascii=False, indent=1) + "\n")
    yield File(CARD, card(site))
    if site.address:
        yield File("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site.address}/sitemap.xml\n")
