import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { test } from "node:test";
import type { Events } from "./decode.ts";
import { figures } from "./figures.ts";
import { Filters, folded } from "./filters.ts";
import { made, many, random } from "./made_up.ts";
import { ordered } from "./order.ts";
import { FACETS, type Facet, NOT_STATED, START, type State } from "./state.ts";

const chosen = (choice: Partial<Record<Facet, readonly string[]>>): State => ({ ...START, chosen: { ...START.chosen, ...choice } });
const shown = (events: Events, state: State): number[] => {
  const filters = new Filters(events);
  filters.apply(state);
  return [...filters.shown()];
};

/** What the filters should let through, told row by row. */
function plainly(events: Events, state: State, but: Facet | null = null): number[] {
  return Array.from({ length: events.size }, (_, i) => i).filter((i) => {
    const day = events.words("date_earliest", i);
    if ((state.from && day < state.from) || (state.to && day > state.to)) return false;
    if (Number(events.cell("independent_sources", i) ?? 0) < state.sources && state.sources > 1) return false;
    const text = folded(["event_id", "summary", "site", "place_detail", "targets", "weapons", "claimed_by", "attributed_to"].map((name) => events.words(name, i)).join("\n"));
    if (!folded(state.q).split(/\s+/).every((word) => text.includes(word))) return false;
    return FACETS.every((facet) => {
      if (facet === but || !state.chosen[facet].length) return true;
      const cell = events.cell(facet, i);
      const values = cell === null ? [NOT_STATED] : events.field(facet).list ? String(cell).split("; ") : [String(cell)];
      return values.some((value) => state.chosen[facet].includes(value));
    });
  });
}

test("filters and counts agree with a reading row by row, in whatever order they are taken", () => {
  const events = made(many(300));
  const filters = new Filters(events), next = random(3);
  for (let round = 0; round < 120; round++) {
    const pick = (facet: Facet): readonly string[] => (next() < 0.25 ? [...events.members(facet).of, NOT_STATED].filter(() => next() < 0.5) : []);
    const state: State = {
      ...START, q: next() < 0.2 ? "DRONE breville" : "", from: next() < 0.3 ? "2017-03-01" : "", to: next() < 0.3 ? "2022-03-01" : "", sources: next() < 0.2 ? 3 : 1,
      chosen: Object.fromEntries(FACETS.map((facet) => [facet, pick(facet)])) as unknown as State["chosen"],
    };
    filters.apply(state);
    assert.deepEqual([...filters.shown()], plainly(events, state));
    assert.deepEqual([...filters.shownInAnyPeriod()], plainly(events, { ...state, from: "", to: "" }));
    const counts = filters.counts();
    for (const facet of FACETS) {
      const rows = plainly(events, state, facet);
      const { of, counts: found, notStated } = counts[facet];
      assert.equal(notStated, rows.filter((i) => events.cell(facet, i) === null).length);
      of.forEach((value, place) => assert.equal(found[place], rows.filter((i) => {
        const cell = events.words(facet, i);
        return (events.field(facet).list ? cell.split("; ") : [cell]).includes(value);
      }).length, `${facet} ${value}`));
    }
  }
});

test("a list holds each of its names, and an empty cell is a choice of its own", () => {
  const events = made([{ event_id: "a", claimed_by: "One; Two" }, { event_id: "b", claimed_by: "Two" }, { event_id: "c" }]);
  assert.deepEqual(shown(events, chosen({ claimed_by: ["One"] })), [0]);
  assert.deepEqual(shown(events, chosen({ claimed_by: ["Two"] })), [0, 1]);
  assert.deepEqual(shown(events, chosen({ claimed_by: [NOT_STATED, "One"] })), [0, 2]);
});

test("none, some and nothing said are three things", () => {
  const events = made([{ killed_state: "none", killed_best: 0 }, { killed_state: "some" }, {}, { killed_state: "counted", killed_best: 2, killed_min: 2 }, { killed_state: "counted", killed_min: 3, killed_max: 5, composite_count: 4 }]);
  assert.deepEqual(shown(events, chosen({ killed_state: ["none"] })), [0]);
  assert.deepEqual(shown(events, chosen({ killed_state: [NOT_STATED] })), [2]);
  assert.deepEqual(shown(events, chosen({ killed_state: ["some", "counted"] })), [1, 3, 4]);
  const { killed, attacks } = figures(events, Uint32Array.of(0, 1, 2, 3, 4));
  assert.deepEqual(killed, { counted: 2, some: 1, none: 1, notStated: 1, best: 5, withoutBest: 1, least: 5, most: 5, open: 1 });
  assert.equal(attacks, 8);
});

test("empty cells come last whichever way the table is ordered", () => {
  const events = made([{ date_earliest: "2020-01-01" }, { date_earliest: "2020-01-02", independent_sources: 3 }, { date_earliest: "2020-01-03", independent_sources: 1 }]);
  const order = (descending: boolean): number[] => [...ordered(events, Uint32Array.of(0, 1, 2), { column: "independent_sources", descending })];
  assert.deepEqual([order(true), order(false)], [[1, 2, 0], [2, 1, 0]]);
});

test("it is known how long 100,000 events take", (t) => {
  const events = made(many(100_000));
  const filters = new Filters(events);
  const timed = (state: State): string => {
    const began = performance.now();
    filters.apply(state);
    const rows = filters.shown(), taken = performance.now();
    filters.counts();
    const counted = performance.now();
    ordered(events, rows, state.sort);
    return `${rows.length} shown: filters ${(taken - began).toFixed(1)} ms, counts ${(counted - taken).toFixed(1)} ms, order ${(performance.now() - counted).toFixed(1)} ms`;
  };
  const states = { all: START, kind: chosen({ event_type: ["drone"] }), site: chosen({ site_id: ["st-7"] }), text: { ...START, q: "gate" }, "text again": { ...START, q: "gate wall" }, period: { ...START, from: "2018-01-01", to: "2020-01-01" } };
  for (const [name, state] of Object.entries(states)) t.diagnostic(`${name}: ${timed(state)}`);
  assert.equal(filters.shown().length, plainly(events, states.period).length);
});
