import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { asker } from "./duckdb.testing.ts";
import { parquet } from "./parquet.ts";

let ask: Awaited<ReturnType<typeof asker>>;
before(async () => { ask = await asker(); });

/** What another reader finds in the file: for each column its type and its values, as Python writes them. */
function read(sql: string): Record<string, [string, string]> {
  const { columns, rows } = ask(sql);
  const folder = mkdtempSync(join(tmpdir(), "strikelog-"));
  try {
    writeFileSync(join(folder, "a.parquet"), new Uint8Array(parquet(columns, rows)));
    const script = "import json, sys, pyarrow.parquet as p; t = p.read_table(sys.argv[1]); print(json.dumps({c: [str(t.schema.field(c).type), str(t[c].to_pylist())] for c in t.column_names}))";
    const done = spawnSync("python3", ["-c", script, join(folder, "a.parquet")], { encoding: "utf8" });
    assert.equal(done.status, 0, done.stderr);
    return JSON.parse(done.stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const pyarrow = spawnSync("python3", ["-c", "import pyarrow"]).status === 0;

test("another reader finds the types and the values", { skip: !pyarrow && "there is no pyarrow" }, () => {
  const found = read(`SELECT * FROM (VALUES
    (1, 9007199254740993, DATE '2023-10-20', TIMESTAMP '2023-10-20 21:05:00.123456', 'عين', true, 1.25::DECIMAL(9,2), 2.5::DOUBLE, TIME '10:11:12', 170141183460469231731::HUGEINT, [1, NULL], ''),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (-3, -1, DATE '1969-12-31', TIMESTAMP '1960-01-01 00:00:00', 'x', false, (-0.05)::DECIMAL(9,2), -1e300, TIME '00:00:00', -5::HUGEINT, [], 'y'))
    AS t(i, b, d, ts, s, bo, de, f, t, h, l, e)`);
  assert.deepEqual(found, {
    i: ["int32", "[1, None, -3]"], b: ["int64", "[9007199254740993, None, -1]"],
    d: ["date32[day]", "[datetime.date(2023, 10, 20), None, datetime.date(1969, 12, 31)]"],
    ts: ["timestamp[us]", "[datetime.datetime(2023, 10, 20, 21, 5, 0, 123456), None, datetime.datetime(1960, 1, 1, 0, 0)]"],
    s: ["string", "['عين', None, 'x']"], bo: ["bool", "[True, None, False]"],
    de: ["decimal128(9, 2)", "[Decimal('1.25'), None, Decimal('-0.05')]"], f: ["double", "[2.5, None, -1e+300]"],
    t: ["time64[us]", "[datetime.time(10, 11, 12), None, datetime.time(0, 0)]"],
    h: ["decimal128(38, 0)", "[Decimal('170141183460469231731'), None, Decimal('-5')]"],
    l: ["string", "['[1, null]', None, '[]']"], e: ["string", "['', None, 'y']"],
  });
});

test("numbers without a sign, columns of one name, and no rows", { skip: !pyarrow && "there is no pyarrow" }, () => {
  assert.deepEqual(read("SELECT 255::UTINYINT a, 4294967295::UINTEGER b, 18446744073709551615::UBIGINT c, (-128)::TINYINT d, 1 x, 'two' x"),
    { a: ["uint8", "[255]"], b: ["uint32", "[4294967295]"], c: ["uint64", "[18446744073709551615]"], d: ["int8", "[-128]"], x: ["int32", "[1]"], x_1: ["string", "['two']"] });
  assert.deepEqual(read("SELECT 1 a WHERE false"), { a: ["int32", "[]"] });
});
