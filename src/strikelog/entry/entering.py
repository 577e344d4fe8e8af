"""Coding sheets into rows: the same sheet entered a second time adds nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from strikelog.entry import ids
from strikelog.entry.cited import Cited
from strikelog.entry.plan import VOICE, Unfit
from strikelog.entry.reference import NAMED
from strikelog.entry.sheet import BESIDE, Block, cell, count, interval, nearest, statements
from strikelog.package import Code

THINGS = {"site": "sites", "actor": "actors", "weapon": "weapons"}
PLACES = ("site_id", "admin1", "country")
LEAD_OUTCOMES = ("event", "merged", "rejected")


@dataclass
class Entering(Cited):
    """One sheet on its way into the package."""

    events: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Add all rows that the sheet asks for to the plan; what cannot be is in `sheet.troubles`."""
        for block in self.sheet.blocks["source"]:
            self._try(block, "key", self._source)
        for block in self.sheet.blocks["source"]:
            self._try(block, "key", self._root)
        for kind, table in THINGS.items():
            for block in self.sheet.blocks[kind]:
                self._try(block, "name", lambda b, t=table: self._thing(b, t))
            for block in self.sheet.blocks[kind]:
                self._try(block, "name", lambda b, t=table: self._ties(b, t))
        for name, key, make in (
            ("event", "key", self._event),
            ("link", "event", self._link),
            ("tally", "counter", self._tally),
            ("lead", "id", self._lead),
        ):
            for block in self.sheet.blocks[name]:
                self._try(block, key, make)

    def _try(self, block: Block, key: str, make: Any) -> None:
        try:
            if not block.get(key):
                raise Unfit(f"every block needs a {key}")
            make(block)
        except (Unfit, ValueError) as why:
            self.sheet.trouble(str(block.get(key, "?")), str(why))
        except (TypeError, AttributeError, KeyError) as why:
            self.sheet.trouble(str(block.get(key, "?")), f"it is not written as in docs/sheets.md: {why}")

    def _event(self, block: Block) -> None:
        key = str(block["key"])
        if key in self.events:
            raise Unfit("another event of the sheet has this key")
        said = block.get("said") or []
        if not said:
            raise Unfit("nothing is said of it: add [[event.said]]")
        columns = self.reference.package.table("events").columns
        for name in block:
            if name not in (*columns, "key", "id", "leads", "said"):
                raise Unfit(f"an event has no {name}{nearest(name, columns)}")
        first = self._source_id(said[0].get("source", ""))
        event_id = str(block.get("id", "")) or self._event_id(key, first)
        if block.get("id") and event_id not in self.reference.events:
            raise Unfit(f"{event_id} is no event")
        claims = [claim for number, one in enumerate(said, 1) for claim in self._claims(one, number)]
        if event_id not in self.reference.events:
            _prefer_the_narrowest_day(self._standing(claims, "date"))
            self.plan.add("events", self._row(block, claims) | {"event_id": event_id})
        self.events[key] = event_id
        self._add_claims(event_id, claims)

    def _event_id(self, key: str, source: str) -> str:
        form = self.reference.package.lookup("events.event_id")
        return ids.derive(form, ("sheet", key, source), lambda drawn: drawn in self.reference.retired)

    def _add_claims(self, event_id: str, claims: list[dict[str, str]]) -> None:
        form = self.reference.package.lookup("claims.claim_id")
        there = {tuple(c[k] for k in VOICE) for c in self.reference.claims.get(event_id, ())}
        for claim in claims:
            voice = tuple(claim.get(k, "") for k in VOICE)
            if voice in there:
                continue
            there.add(voice)
            claim_id = ids.derive(form, ("claim", event_id, *voice), self.reference.event_of_claim)
            self.plan.add("claims", claim | {"claim_id": claim_id, "event_id": event_id})

    def _claims(self, block: Block, number: int) -> list[dict[str, str]]:
        fields = {c.value.removesuffix("_id"): c for c in self.reference.package.lookup("claims.field").codes}
        try:
            source = self._source_id(block.get("source", ""))
            speaker = self._named(str(block["by"]), "actors") if block.get("by") else ""
            made = []
            for name, value in block.items():
                if name in ("source", "by", "note"):
                    continue
                code = fields.get(name)
                if code is None:
                    raise Unfit(f"there is no field {name}{nearest(name, fields)}")
                for one in statements(value):
                    claim = self._claim(code, one, str(block.get("note", "")))
                    made.append({"asserter_id": speaker} | claim | {"source_id": source})
            return made
        except (Unfit, ValueError) as why:
            raise Unfit(f"said {number}: {why}") from None

    def _claim(self, code: Code, one: Mapping[str, Any], note: str) -> dict[str, str]:
        if "value" not in one:
            raise Unfit(f"{code.value} has no value")
        claim = {"field": code.value, "standing": "accepted", "basis": "stated", "note": note}
        for word, value in one.items():
            if word == "value":
                continue
            column = BESIDE.get(word)
            if column is None:
                raise Unfit(f"a value has no {word}{nearest(word, BESIDE)}")
            claim[column] = cell(value)
        if claim.get("asserter_id"):
            claim["asserter_id"] = self._named(claim["asserter_id"], "actors")
        table = str(code.traits.get("qualifier", "")).partition(".")[0]
        if claim.get("qualifier") and not table:
            raise Unfit(f"{code.value} is of nobody: drop `of`")
        if claim.get("qualifier"):
            claim["qualifier"] = self._named(claim["qualifier"], table)
        return claim | self._value(code, one["value"])

    def _value(self, code: Code, value: object) -> dict[str, str]:
        takes = str(code.traits.get("takes", ""))
        if takes == "count":
            return count(value)
        if takes == "state":
            if cell(value) not in ("none", "some"):
                raise Unfit(f'{code.value} takes "none" or "some"')
            return {"state": cell(value)}
        if takes == "interval":
            first, last = interval(value)
            return {"value": first if first == last else f"{first}/{last}"}
        table = takes.partition(".")[0]
        if code.traits.get("responsibility") and cell(value) == "none":
            return {"state": "none"}
        if code.value == "site_id":
            return {"value": self._named(cell(value), "sites")}
        if table in NAMED:
            return {"value": self._named(cell(value), table)}
        field_ = self.reference.package.lookup(takes)
        if field_.codes and cell(value) not in field_.enum:
            raise Unfit(f"{cell(value)!r} is no {field_.title.lower()}{nearest(cell(value), field_.enum)}")
        return {"value": cell(value)}

    def _row(self, block: Block, claims: list[dict[str, str]]) -> dict[str, str]:
        """The event's row: what the sheet says of it, and what its claims say, the first block where they are evenly split."""
        columns = self.reference.package.table("events").columns
        row = {name: cell(value) for name, value in block.items() if name in columns}
        for name in ("event_type", "part_of_day", "time_local"):
            row.setdefault(name, _headline(self._standing(claims, name), unanimous=name != "event_type"))
        row |= self._place(row, claims)
        row |= _when(row, self._standing(claims, "date"))
        return {"coding_method": "hand", "record_status": "coded"} | row

    def _standing(self, claims: list[dict[str, str]], name: str) -> list[dict[str, str]]:
        """The claims of a field that count for the headline."""
        standing = self.reference.package.codes_with("claims.standing", stands=True)
        return [c for c in claims if c["field"] == name and c["standing"] in standing]

    def _place(self, row: Mapping[str, str], claims: list[dict[str, str]]) -> dict[str, str]:
        found = {name: row.get(name) or _headline(self._standing(claims, name)) for name in PLACES}
        if found["site_id"]:
            if found["site_id"] not in self.reference.keys["sites"] and not self.plan.has("sites", found["site_id"]):
                found["site_id"] = self._named(found["site_id"], "sites")
            rows = (*self.reference.rows("sites"), *self.plan.added.get("sites", ()))
            site = next(r for r in rows if r["site_id"] == found["site_id"])
            return found | {"country": site["country"], "admin1": site.get("admin1", "")}
        if found["admin1"] and not found["country"]:
            found["country"] = found["admin1"].partition("-")[0]
        if not found["country"]:
            raise Unfit("no standing claim says where it was")
        return found

    # links, tallies

    def _link(self, block: Block) -> None:
        for name in block:
            if name not in ("event", "type", "other", "source", "by", "basis", "note"):
                raise Unfit(f"a link has no {name}")
        one, two = (self._event_of(str(block[word])) for word in ("event", "other"))
        kind = str(block.get("type", ""))
        if self.plan.tied(kind, one, two):
            return
        form = self.reference.package.lookup("links.link_id")
        source = self._source_id(block["source"]) if block.get("source") else ""
        self.plan.add("links", {
            "link_id": ids.derive(form, ("link", one, kind, two), lambda drawn: self.plan.has("links", drawn)),
            "event_id": one, "link_type": kind, "other_event_id": two, "source_id": source,
            "asserter_id": self._named(str(block["by"]), "actors") if block.get("by") else "",
            "basis": str(block.get("basis") or ("stated" if source else "inferred")), "note": cell(block.get("note", "")),
        })  # fmt: skip

    def _event_of(self, key: str) -> str:
        if key in self.events:
            return self.events[key]
        if key in self.reference.events or self.plan.has("events", key):
            return key
        raise Unfit(f"there is no event {key}{nearest(key, self.events)}")

    def _tally(self, block: Block) -> None:
        counted = count(block.get("total", ""))
        row = self._columns(block, "tallies", aside=("counter", "source", "total", "by"))
        source = self._source_id(block.get("source", ""))
        row |= {
            "counter_id": self._named(str(block["counter"]), "actors"), "source_id": source,
            "total_min": counted.get("value_min", ""), "total_max": counted.get("value_max", ""),
        }  # fmt: skip
        row.setdefault("standing", "accepted")
        identity = tuple(row.get(k, "") for k in ("counter_id", "source_id", "counted", "scope", "as_of", "total_min", "total_max"))
        form = self.reference.package.lookup("tallies.tally_id")
        made = ids.derive(form, ("tally", *identity), lambda drawn: False)
        if not self.plan.has("tallies", made):
            self.plan.add("tallies", row | {"tally_id": made})

    def _lead(self, block: Block) -> None:
        """A lead that became no event is kept with the reason; one that did is told by the event."""
        row = self._columns(block, "rejected_leads", aside=("id", "outcome", "event"))
        outcome = str(block.get("outcome", ""))
        if outcome not in LEAD_OUTCOMES:
            raise Unfit(f"{outcome!r} is no outcome{nearest(outcome, LEAD_OUTCOMES)}")
        if outcome != "rejected":
            self._event_of(str(block.get("event", "")))
            return
        form = self.reference.package.lookup("rejected_leads.lead_id")
        made = ids.derive(form, ("lead", str(block["id"]), row.get("url", "")), lambda drawn: False)
        if not self.plan.has("rejected_leads", made):
            self.plan.add("rejected_leads", row | {"lead_id": made})


def _headline(standing: list[dict[str, str]], *, unanimous: bool = False) -> str:
    """What the standing claims of a field say: the preferred one, else what most say, else the first."""
    preferred = [c["value"] for c in standing if c["standing"] == "preferred"]
    if preferred:
        return preferred[0]
    values = Counter(c["value"] for c in standing)
    if unanimous and len(values) != 1:
        return ""
    return values.most_common(1)[0][0] if values else ""


def _prefer_the_narrowest_day(standing: list[dict[str, str]]) -> None:
    """A day that lies within every other day or interval given does not differ from them: it is preferred (codebook, rule 6)."""
    if any(c["standing"] == "preferred" for c in standing) or len({c["value"] for c in standing}) < 2:
        return
    first, last = max(interval(c["value"])[0] for c in standing), min(interval(c["value"])[1] for c in standing)
    narrowest = next((c for c in standing if interval(c["value"]) == (first, last)), None)
    if narrowest is not None:
        narrowest |= {"standing": "preferred", "standing_reason": "It lies within every other day or interval given."}


def _when(row: Mapping[str, str], standing: list[dict[str, str]]) -> dict[str, str]:
    """First and last day over the standing date claims, a preferred one alone, and their precision."""
    days = [interval(c["value"]) for c in [c for c in standing if c["standing"] == "preferred"] or standing]
    if row.get("date_earliest") and row.get("date_latest"):
        days = [(row["date_earliest"], row["date_latest"])]
    if not days:
        raise Unfit("no standing claim says when it was")
    first, last = min(d[0] for d in days), max(d[1] for d in days)
    apart = (date.fromisoformat(last) - date.fromisoformat(first)).days
    one_night = apart == 1 and any(one == (first, last) for one in days)
    precision = "day" if apart == 0 else "night" if one_night else "range"
    given = row.get("date_precision", "")
    if given != precision and (apart == 0 or given in ("day", "night")):
        given = ""  # the claims say more, or less
    return {"date_earliest": first, "date_latest": last, "date_precision": given or precision}
