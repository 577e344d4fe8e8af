import assert from "node:assert/strict";
import { test } from "node:test";
import { asksOnly, quoted, statements } from "./sql.ts";

const texts = (sql: string): string[] => statements(sql).map((s) => s.text);

test("statements end at semicolons, and nowhere else", () => {
  assert.deepEqual(texts("SELECT 1; SELECT 2;"), ["SELECT 1", "SELECT 2"]);
  assert.deepEqual(texts("SELECT ';' AS a; -- ; no\nSELECT \";\" /* ; */ FROM t"), ["SELECT ';' AS a", "-- ; no\nSELECT \";\" /* ; */ FROM t"]);
  assert.deepEqual(texts("SELECT 'it''s; so'; SELECT $$a;b$$; SELECT $x$;$$;$x$"), ["SELECT 'it''s; so'", "SELECT $$a;b$$", "SELECT $x$;$$;$x$"]);
});

test("what is only blank or comment is no statement", () => {
  assert.deepEqual(texts(" ;; -- nothing\n /* at all */ ;"), []);
  assert.deepEqual(texts("SELECT 1 -- the end"), ["SELECT 1"]);
});

test("a statement knows its place and what it begins with", () => {
  const text = "  SELECT 1;\n-- two\nfrom events";
  const [first, second] = statements(text);
  assert.equal(text.slice(first?.from).startsWith("SELECT 1"), true);
  assert.deepEqual([first?.verb, second?.verb], ["SELECT", "FROM"]);
});

test("one that only asks is told from one that does more", () => {
  assert.ok(asksOnly("WITH a AS (SELECT 1) FROM a;") && asksOnly("(SELECT 1)"));
  assert.ok(!asksOnly("SELECT 1; SELECT 2") && !asksOnly("CREATE TEMP TABLE t AS SELECT 1") && !asksOnly(""));
});

test("names are quoted where they must be", () => {
  assert.deepEqual(['site', 'per cent', 'a"b'].map(quoted), ["site", '"per cent"', '"a""b"']);
});
