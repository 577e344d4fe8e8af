import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "./made_up.ts";
import { FACETS, NOT_STATED, SORTS, START, type State, filtered, isDay, read, written } from "./state.ts";

const everything = (): boolean => true;
const ODD = ["Kataib Hezbollah", "a,b", "a%2Cb", "x&y=z", "100% + more", "كتائب", "<b>", "#1", "“q”", "a\\b", NOT_STATED, "-x", "a;b"];

test("the first view has no query", () => {
  assert.equal(written(START), "");
  assert.deepEqual(read("", everything), { state: START, notes: [] });
  assert.equal(filtered(START), false);
});

test("every state comes back from its address", () => {
  const next = random(1);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)]!;
  for (let round = 0; round < 400; round++) {
    const days = [pick(["", "2019-12-27", "2023-10-17"]), pick(["", "2023-10-17", "2026-02-28"])];
    const state: State = {
      q: pick(["", ...ODD]), from: days[0]!, to: days[1]!,
      chosen: Object.fromEntries(FACETS.map((facet) => [facet, next() < 0.3 ? [...new Set([pick(ODD), pick(ODD)])] : []])) as unknown as State["chosen"],
      sources: pick([1, 2, 17]), sort: { column: pick(SORTS), descending: next() < 0.5 }, page: pick([1, 3]),
      view: next() < 0.5 ? null : { lat: 33.3152, lon: -44.3661, zoom: pick([6, 6.25, 7.5]) },
    };
    const query = written(state);
    assert.deepEqual(read(query, everything), { state, notes: [] }, query);
    assert.equal(written(read(query, everything).state), query);
    // What a browser makes of the address is read as well.
    assert.deepEqual(read(new URL(`https://example.org/explore.html${query}`).search, everything).state, state);
  }
});

test("an address reads as people write it", () => {
  const { state, notes } = read("?event_type=drone,rocket&country=IQ&from=2023-10-17&to=2024-02-05&text=two+drones&sort=-killed_best&view=33.3,44.4,7&h=drone&q=drone", everything);
  assert.deepEqual(notes, []);
  assert.deepEqual([state.chosen.event_type, state.chosen.country], [["drone", "rocket"], ["IQ"]]);
  assert.deepEqual([state.q, state.from, state.to], ["two drones", "2023-10-17", "2024-02-05"]);
  assert.deepEqual(state.sort, { column: "killed_best", descending: true });
  assert.deepEqual(state.view, { lat: 33.3, lon: 44.4, zoom: 7 });
});

test("what is not known is left out and noted", () => {
  const known = (facet: string, value: string): boolean => facet === "country" && value === "IQ";
  const { state, notes } = read("?country=IQ,XX&event_type=<b>&from=2023-02-30&sort=summary&view=1,2&page=0&independent_sources=x&evnt=1&text=%E0%A4%A", known);
  assert.deepEqual(notes, ["country=XX", "event_type=<b>", "from=2023-02-30", "sort=summary", "view=1,2", "page=0", "independent_sources=x", "evnt=1"]);
  assert.deepEqual(state, { ...START, q: "%E0%A4%A", chosen: { ...START.chosen, country: ["IQ"] } });
});

test("a period that is told the wrong way round is turned", () => {
  const { state } = read("?from=2024-01-01&to=2023-01-01", everything);
  assert.deepEqual([state.from, state.to], ["2023-01-01", "2024-01-01"]);
});

test("only days of the calendar are days", () => {
  for (const [text, is] of [["2024-02-29", true], ["2023-02-29", false], ["2024-1-1", false], ["soon", false]] as const) assert.equal(isDay(text), is, text);
});
