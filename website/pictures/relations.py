"""A picture of which table refers to which, from the keys of the schema."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from strikelog.package import Table

WIDE, HIGH, ACROSS, DOWN, EDGE = 126, 42, 50, 14, 4


def references(table: Table) -> dict[str, list[str]]:
    """The tables that a table refers to, itself left out, each with the fields that do."""
    found: dict[str, list[str]] = {}
    for key in table.foreign_keys:
        if key.to_table != table.name:
            found.setdefault(key.to_table, []).extend(key.fields)
    return found


def ranks(tables: Sequence[Table]) -> dict[str, int]:
    """How many references one can follow from each table before there is none left; tables that refer to each other are level."""
    names = {t.name for t in tables}
    to = {t.name: [name for name in references(t) if name in names] for t in tables}
    rank = dict.fromkeys(names, 0)
    for _ in tables:
        rank = {name: max((rank[other] + 1 for other in to[name]), default=0) for name in to}
        rank = {name: min(level, len(names)) for name, level in rank.items()}
    return rank


def picture(tables: Sequence[Table], rows: dict[str, int]) -> Markup:
    """The tables that refer or are referred to, as boxes that link to their sections, each left of what it refers to."""
    ends = {t.name for t in tables if references(t)} | {name for t in tables for name in references(t)}
    shown = [t for t in tables if t.name in ends]
    rank = ranks(shown)
    columns = [[t for t in shown if rank[t.name] == level] for level in sorted({rank[t.name] for t in shown}, reverse=True)]
    tall = max((len(column) for column in columns), default=0)
    place = {
        table.name: (EDGE + x * (WIDE + ACROSS), EDGE + y * (HIGH + DOWN) + (tall - len(column)) * (HIGH + DOWN) // 2)
        for x, column in enumerate(columns) for y, table in enumerate(column)}
    lines, boxes = [], []
    for table in shown:
        left, top = place[table.name]
        for name, fields in references(table).items():
            if name in place:
                x, y = place[name]
                start, end = (left + WIDE, top + HIGH // 2), (x - 5, y + HIGH // 2)
                bend = max((end[0] - start[0]) // 2, 30)
                lines.append(Markup('<path d="M{},{} C{},{} {},{} {},{}"><title>{}: {}</title></path>').format(
                    *start, start[0] + bend, start[1], end[0] - bend, end[1], *end, f"{table.name} to {name}", ", ".join(fields)))
        boxes.append(Markup(
            '<a href="#{0}"><rect x="{1}" y="{2}" width="{3}" height="{4}" rx="5"/><text x="{5}" y="{6}">{0}</text>'
            '<text class="small" x="{5}" y="{7}">{8}</text></a>').format(
                table.name, left, top, WIDE, HIGH, left + 12, top + 19, top + 35, f"{rows[table.name]:,} rows"))
    width, height = 2 * EDGE + len(columns) * WIDE + (len(columns) - 1) * ACROSS, 2 * EDGE + tall * HIGH + (tall - 1) * DOWN
    return Markup(
        '<svg viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="group" aria-label="Tables, each to the left of those that it refers to">'
        '<defs><marker id="to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 Z"/></marker></defs>'
        '<g class="lines">{2}</g><g class="boxes">{3}</g></svg>').format(width, height, Markup("").join(lines), Markup("").join(boxes))
