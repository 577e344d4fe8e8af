import assert from "node:assert/strict";
import { test } from "node:test";
import { holds } from "./holds.ts";

test("every word counts, in any order, whatever the case and the accents", () => {
  assert.ok(holds("2023 December Drones, Erbil", "erbil DRONE"));
  assert.ok(holds("Aïn al-Assad", "ain"));
  assert.ok(!holds("Drones, Erbil", "erbil rocket"));
});

test("nothing typed hides nothing", () => {
  assert.ok(holds("Drones", "  "));
});
