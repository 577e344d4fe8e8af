import assert from "node:assert/strict";
import { before, test } from "node:test";
import { asker } from "./duckdb.testing.ts";
import { suggest } from "./picture.ts";
import { type Rows, asCsv, asJson, asMarkdown, asTabs } from "./take.ts";

let ask: Awaited<ReturnType<typeof asker>>;
before(async () => { ask = await asker(); });

function answer(sql: string): [Rows, number[]] {
  const { columns, rows } = ask(sql);
  return [{ columns, length: rows.length, row: (i) => rows[i] ?? [] }, rows.map((_, i) => i)];
}

test("CSV keeps numbers as numbers and guards text that a spreadsheet would run", () => {
  assert.equal(asCsv(...answer("SELECT -0.05::DECIMAL(4,2) AS n, '-x' AS t, [1] AS l, NULL AS e, -3::HUGEINT AS h")), "n,t,l,e,h\r\n-0.05,'-x,[1],,-3\r\n");
});

test("JSON keeps every digit, and columns of one name apart", () => {
  assert.equal(asJson(...answer("SELECT 9007199254740993 AS n, 'a' AS n")), '[\n  {"n": 9007199254740993, "n_1": "a"}\n]\n');
  assert.deepEqual(JSON.parse(asJson(...answer("SELECT 1 AS a WHERE false"))), []);
});

test("rows are taken in the order in which they are shown", () => {
  const [rows] = answer("SELECT unnest([1, 2, 3]) AS n");
  assert.equal(asTabs(rows, [2, 0]), "n\n3\n1");
});

test("Markdown holds its cells together", () => {
  assert.equal(asMarkdown(...answer("SELECT 'a|b\n<i>' AS t, 1 AS n")), "| t | n |\n| --- | ---: |\n| a\\|b \\<i\\> | 1 |\n");
});

test("a chart is suggested that suits the columns", () => {
  const of = (sql: string) => suggest(ask(sql).columns);
  assert.deepEqual(of("SELECT DATE '2020-01-01' AS d, 3 AS n"), { mark: "line", x: "d", y: "n", colour: undefined });
  assert.deepEqual(of("SELECT 2020 AS year, 3 AS n, 'x' AS kind"), { mark: "bar", x: "year", y: "n", colour: "kind" });
  assert.deepEqual(of("SELECT 'a' AS site, 3 AS n"), { mark: "bar", x: "site", y: "n", colour: undefined });
  assert.deepEqual(of("SELECT 1 AS a, 3 AS b"), { mark: "dot", x: "b", y: "a", colour: undefined });
  assert.deepEqual(suggest(ask("SELECT 'a' AS kind, 3 AS n, 4 AS m").columns, {}, () => true), { mark: "dot", x: "n", y: "m", colour: "kind" });
  assert.equal(of("SELECT 'a' AS site, 'b' AS other"), null);
  assert.deepEqual(suggest(ask("SELECT 1 AS a, 3 AS b").columns, { mark: "bar", x: "a", y: "b" }), { mark: "bar", x: "a", y: "b", colour: undefined });
  assert.equal(suggest(ask("SELECT 1 AS a, 3 AS b").columns, { mark: "bar", x: "gone", y: "b" })?.mark, "dot");
});
