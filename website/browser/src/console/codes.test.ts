import assert from "node:assert/strict";
import { before, test } from "node:test";
import { enumsOf, hasCodes, nameCodes } from "./codes.ts";
import { connected } from "./duckdb.testing.ts";
import { type ArrowData, cell, shown } from "./values.ts";

let connection: Awaited<ReturnType<typeof connected>>;
before(async () => { connection = await connected(); });

/** The first row as the page reads it: streamed, with what DESCRIBE tells of the codes. */
async function streamed(sql: string): Promise<string[]> {
  const types = Array.from(connection.query(`DESCRIBE ${sql}`).getChild("column_type") ?? [], String);
  for (const batch of await connection.send(sql, true)) {
    return batch.data.children.map((column, i) => {
      const data = column as unknown as ArrowData;
      if (hasCodes(data.type)) assert.ok(nameCodes(data, enumsOf(types[i] ?? "")));
      return shown(cell(data, 0));
    });
  }
  return [];
}

test("codes of a streamed answer have their values, nested and beside others", async () => {
  connection.query("CREATE OR REPLACE TEMP TABLE t AS SELECT 'it''s, (so)'::ENUM('drone', 'it''s, (so)') AS a, 'x'::ENUM('y', 'x') AS b");
  assert.deepEqual(await streamed("SELECT a, 1 AS one, b FROM t"), ["it's, (so)", "1", "x"]);
  assert.deepEqual(await streamed("SELECT [b] AS l, {'n': 2, 'a': a, 'b': [b]} AS s, NULL::ENUM('q') AS nothing FROM t"), ['["x"]', '{"n": 2, "a": "it\'s, (so)", "b": ["x"]}', ""]);
});

test("a code whose value is not known is not taken for nothing", async () => {
  for (const batch of await connection.send("SELECT 'b'::ENUM('a', 'b') AS e", true)) {
    const data = batch.data.children[0] as unknown as ArrowData;
    assert.equal(nameCodes(data, []), false);
    assert.equal(shown(cell(data, 0)), "code 1");
  }
});
