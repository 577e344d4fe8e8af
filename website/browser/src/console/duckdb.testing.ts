// DuckDB as the browser has it, for tests in Node.js.
import { createRequire } from "node:module";
import { NODE_RUNTIME, VoidLogger, createDuckDB } from "@duckdb/duckdb-wasm/blocking";
import { type ArrowData, type ArrowType, type Cell, type Column, cell, describe } from "./values.ts";

const find = createRequire(import.meta.url);
const files = (kind: string) => ({
  mainModule: find.resolve(`@duckdb/duckdb-wasm/dist/duckdb-${kind}.wasm`),
  mainWorker: find.resolve(`@duckdb/duckdb-wasm/dist/duckdb-node-${kind}.worker.cjs`),
});

/** A connection to an empty database. */
export async function connected() {
  const database = await createDuckDB({ mvp: files("mvp"), eh: files("eh") }, new VoidLogger(), NODE_RUNTIME);
  await database.instantiate();
  return database.connect();
}

/** Something that answers queries with columns and rows of cells. */
export async function asker(): Promise<(sql: string) => { columns: Column[]; rows: Cell[][] }> {
  const connection = await connected();
  return (sql) => {
    const table = connection.query(sql);
    // A table takes columns of one name for one; its first batch knows them apart.
    const types = table.batches[0]?.data.children.map((data) => data.type);
    const columns = table.schema.fields.map((field, i) => describe(field.name, (types?.[i] ?? field.type) as ArrowType, field.metadata));
    const rows = table.batches.flatMap((batch) =>
      Array.from({ length: batch.numRows }, (_, i) => batch.data.children.map((data) => cell(data as unknown as ArrowData, i))));
    return { columns, rows };
  };
}
