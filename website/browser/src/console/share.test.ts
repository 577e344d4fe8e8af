import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, queryOf } from "./share.ts";

const there = async (address: string): Promise<string | null> => queryOf(new URL(address, "https://example.org/console.html"));

for (const [name, sql] of [["short", "SELECT 'a&b=c#d' -- 100%\nFROM \"عين\""], ["long", `SELECT ${Array.from({ length: 400 }, (_, i) => `'${(i * 7919) % 1000} é'`).join(", ")}`]] as const) {
  test(`a ${name} query comes back as it was`, async () => {
    assert.equal(await there(await addressOf(sql)), sql);
  });
}

test("a long query goes behind the #, in letters that an address keeps", async () => {
  const address = await addressOf("SELECT 1 AS n UNION ALL ".repeat(200));
  assert.match(address, /^#z=[A-Za-z0-9_-]+$/);
  assert.ok(address.length < 400);
});

test("no query, and what is broken, are none", async () => {
  for (const address of ["", "?r=1", "#z=", "#z=%%%", "#z=AAAA", "#z=abcdef"]) assert.equal(await there(address) || null, null, address);
});

test("what unpacks to more than anybody would write is cut", async () => {
  assert.equal((await there(await addressOf("x".repeat(5_000_000))))?.length, 200_000);
});
