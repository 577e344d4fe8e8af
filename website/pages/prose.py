"""What people write: the pages of `docs/`, and the documents of the repository that are pages too."""

from __future__ import annotations

from collections.abc import Iterator

from website.site import File, Site

KEPT = (".md", ".svg", ".png")


def pages(site: Site) -> Iterator[File]:
    """Prose and pictures as they stand; CONTRIBUTING with its links made to fit."""
    docs = site.root / "docs"
    for path in sorted(docs.glob("*")):
        if path.suffix in KEPT:
            yield File(path.relative_to(docs).as_posix(), path.read_bytes())
    contributing = (site.root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    yield File("reference/contributing.md", contributing.replace("](docs/", "](../"))
