import assert from "node:assert/strict";
import { before, test } from "node:test";
import { asker } from "./duckdb.testing.ts";
import { type Cell, compare, json, shown } from "./values.ts";

let ask: Awaited<ReturnType<typeof asker>>;
before(async () => { ask = await asker(); });
const one = (expression: string): Cell => ask(`SELECT ${expression}`).rows[0]?.[0] ?? null;

// Each of these is written in the page as DuckDB itself writes it as text.
const SAME = [
  "DATE '2023-10-20'", "DATE '0044-03-15 (BC)'", "DATE '9999-12-31'", "DATE 'infinity'", "DATE '-infinity'", "DATE '1969-12-31'", "DATE '2000-02-29'",
  "TIMESTAMP '2023-10-20 21:05:00'", "TIMESTAMP '2023-10-20 21:05:00.123456'", "TIMESTAMP '1960-01-01 23:59:59.5'", "TIMESTAMP 'infinity'",
  "TIME '10:11:12'", "TIME '23:59:59.25'", "123456789012345678", "9007199254740993", "170141183460469231731687303715884105727::HUGEINT", "(-5)::HUGEINT",
  "340282366920938463463374607431768211455::UHUGEINT", "18446744073709551615::UBIGINT", "1.25::DECIMAL(10,2)", "(-0.05)::DECIMAL(4,2)", "12345678901234567890.123::DECIMAL(30,3)",
  "true", "'plain'", "''", "'Ain al-Asad'::ENUM('Ain al-Asad')", "'ab\\x00'::BLOB", "INTERVAL '14 months 2 days 03:04:05.5'", "INTERVAL '-1 hour'", "INTERVAL '0 days'",
  "uuid()::VARCHAR", "'عين الأسد'", "1.5::DOUBLE", "0.1::FLOAT::DOUBLE", "union_value(n := 2)",
];
for (const expression of SAME) {
  test(`${expression} loses nothing`, () => {
    const [row] = ask(`SELECT v, v::VARCHAR FROM (SELECT ${expression.replace(/uuid\(\)/, "'7c1bdf14-dbf0-438e-b8c7-5ab915f0f01d'::UUID")} AS v)`).rows;
    assert.equal(shown(row?.[0] ?? null), row?.[1]);
  });
}

test("nothing is told apart from empty text", () => {
  assert.equal(one("NULL"), null);
  assert.equal(one("''"), "");
  assert.equal(json(one("''")), '""');
});

test("what is nested is JSON, with what it holds written as elsewhere", () => {
  assert.equal(shown(one("[1, NULL, 3]")), "[1, null, 3]");
  assert.equal(shown(one("[1, 2]::INTEGER[2]")), "[1, 2]");
  assert.equal(shown(one("{'day': DATE '2020-01-02', 'of': [1.50::DECIMAL(4,2)], 'no': NULL}")), '{"day": "2020-01-02", "of": [1.50], "no": null}');
  assert.equal(shown(one("map {'a': 9007199254740993}")), '{"a": 9007199254740993}');
});

test("columns are named and typed as DuckDB does", () => {
  const { columns } = ask("SELECT 1 a, 1::BIGINT b, sum(1) c, 1.5::DECIMAL(9,1) d, DATE '2020-01-01' e, 'x'::ENUM('x') f, [1] g, {'a': 1} h, true i, 3::UHUGEINT j, 1::DOUBLE k");
  assert.deepEqual(columns.map((c) => c.type), ["INTEGER", "BIGINT", "HUGEINT", "DECIMAL(9,1)", "DATE", "ENUM", "INTEGER[]", "STRUCT(a INTEGER)", "BOOLEAN", "UHUGEINT", "DOUBLE"]);
  assert.deepEqual(columns.map((c) => c.kind), ["number", "number", "number", "number", "time", "text", "nested", "nested", "boolean", "number", "number"]);
});

test("every row of several batches is there", () => {
  const { rows } = ask("SELECT range, CASE WHEN range % 3 = 0 THEN NULL ELSE range::VARCHAR END FROM range(5000)");
  assert.equal(rows.length, 5000);
  assert.ok(rows.every(([n, text], i) => n === BigInt(i) && text === (i % 3 ? String(i) : null)));
});

test("cells are ordered by what they are, and nothing comes last", () => {
  const sorted = (list: string): string[] => ask(`SELECT unnest([${list}])`).rows.map(([value]) => value ?? null).sort(compare).map(shown);
  assert.deepEqual(sorted("10, 9, NULL, 100"), ["9", "10", "100", ""]);
  assert.deepEqual(sorted("1.50, -2.25, 10.00"), ["-2.25", "1.50", "10.00"]);
  assert.deepEqual(sorted("DATE '2024-01-01', DATE '2023-12-31'"), ["2023-12-31", "2024-01-01"]);
  assert.deepEqual(sorted("'b', NULL, 'a'"), ["a", "b", ""]);
});

test("JSON has numbers where it can and text where it must", () => {
  assert.equal(json(one("9007199254740993")), "9007199254740993");
  assert.equal(json(one("'NaN'::DOUBLE")), '"NaN"');
  assert.equal(json(one("DATE '2020-01-02'")), '"2020-01-02"');
});
