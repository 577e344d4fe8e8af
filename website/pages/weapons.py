"""A page for each weapon and the list of all."""

from __future__ import annotations

from collections.abc import Iterator

from website.entity import wording
from website.entity.pages import entity_page, explore_link, over_time, report_link
from website.entity.record import Row, read
from website.pages.sites import WIKIDATA
from website.site import File, Site


def pages(site: Site) -> Iterator[File]:
    """Raises duckdb.Error."""
    record = read(site)
    used: dict[str, dict[str, bool]] = {}
    for event_id, claims in record.claims.items():
        for claim in claims:
            # A weapon is named as what was used, or as what was counted.
            key = claim["value"] if claim["field"] == "weapon" else claim["qualifier"]
            if key in record.things and record.table_of[key] == "weapons":
                found = used.setdefault(key, {})
                found[event_id] = found.get(event_id, False) or record.stands(claim)
    rows: list[tuple[Row, list[Row]]] = []
    for key, row in record.things.items():
        if record.table_of[key] != "weapons":
            continue
        path, events = f"weapons/{key}.md", [e for e in record.events if e["event_id"] in used.get(key, {})]
        rows.append((row, [e for e in events if used[key][e["event_id"]]]))
        kind = record.site.label("weapons.weapon_class", row["weapon_class"])
        yield entity_page(
            record, path, "weapon.html", title=row["name"], description=f"{kind}: {wording.number(len(events), 'event')}, names, details.",
            row=row, kind=kind, events=events, names=record.names.get(key, ()), wikidata=WIKIDATA,
            notes={event: "no claim of it stands" for event, stands in used.get(key, {}).items() if not stands},
            report_link=report_link(record, path, key, row["name"]), explore_link=explore_link(path, weapons=row["name"]), **over_time(record, events))
    yield entity_page(
        record, "weapons/index.md", "weapons.html", title="Weapons", description="Every munition that the record names.", scripts=["filter.js"],
        classes=[(code, [r for r in rows if r[0]["weapon_class"] == code.value]) for code in site.package.lookup("weapons.weapon_class").codes], total=len(rows))
