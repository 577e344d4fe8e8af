import assert from "node:assert/strict";
import { test } from "node:test";
import { START, type State } from "./state.ts";
import { Store } from "./store.ts";

function watched(state: State = START): { store: Store; steps: string[] } {
  const steps: string[] = [];
  return { steps, store: new Store(state, { push: () => void steps.push("push"), replace: () => void steps.push("replace") }) };
}

test("a change of filters is a step back, an order or a view is none", () => {
  const { store, steps } = watched();
  store.choose("country", ["IQ"]);
  store.set({ sort: { column: "site", descending: false } });
  store.set({ view: { lat: 1, lon: 2, zoom: 5 } });
  store.choose("event_type", ["drone"]);
  assert.deepEqual(steps, ["push", "replace", "replace", "push"]);
});

test("the letters of a word are one step, and the next word another", () => {
  const { store, steps } = watched();
  for (const q of ["d", "dr", "dro"]) store.set({ q }, "q");
  store.settle();
  store.set({ q: "b" }, "q");
  assert.deepEqual(steps, ["push", "replace", "replace", "push"]);
});

test("a new choice begins on the first page, and the map follows a choice of place", () => {
  const view = { lat: 1, lon: 2, zoom: 5 };
  const { store } = watched({ ...START, page: 4, view });
  store.choose("event_type", ["drone"]);
  assert.deepEqual([store.state.page, store.state.view], [1, view]);
  store.choose("site_id", ["st-a"]);
  assert.equal(store.state.view, null);
});

test("what the address has already is no step", () => {
  const { store, steps } = watched();
  let told: State | null = null;
  store.subscribe((now) => void (told = now));
  store.restore({ ...START, q: "x" });
  assert.deepEqual([steps, told], [[], { ...START, q: "x" }]);
});
