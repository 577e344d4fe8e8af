import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "./history.ts";

function memory(): Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  const held = new Map<string, string>();
  return { getItem: (key) => held.get(key) ?? null, setItem: (key, value) => void held.set(key, value), removeItem: (key) => void held.delete(key) };
}
const past = (sql: string) => ({ sql, at: "2026-01-02T03:04:05Z", rows: 1 });

test("the latest is first, the same again moves to the front, and the next visit finds them", () => {
  const store = memory(), history = new History(() => store);
  for (const sql of ["a", "b", "a"]) history.add(past(sql));
  assert.deepEqual(new History(() => store).all.map((p) => p.sql), ["a", "b"]);
});

test("no more than fifty are kept", () => {
  const history = new History(memory);
  for (let i = 0; i < 60; i++) history.add(past(String(i)));
  assert.equal(history.all.length, 50);
  assert.equal(history.all[0]?.sql, "59");
});

test("a browser that keeps nothing, or something else, does no harm", () => {
  const blocked = new History(() => { throw new Error("blocked"); });
  blocked.add(past("a"));
  assert.equal(blocked.all.length, 1);
  const full = new History(() => ({ ...memory(), setItem: () => { throw new Error("full"); } }));
  full.add(past("a"));
  assert.equal(full.all.length, 1);
  for (const text of ["{", "3", '[{"sql": 1}, null]']) assert.deepEqual(new History(() => ({ ...memory(), getItem: () => text })).all, []);
});

test("it can be forgotten", () => {
  const store = memory(), history = new History(() => store);
  history.add(past("a"));
  history.clear();
  assert.deepEqual([history.all, new History(() => store).all], [[], []]);
});
