// Running what is in the editor: statement by statement, rows fetched as they come, up to a limit.
import { type Connection, type Engine, Stopped } from "./engine.ts";
import { enumsOf, hasCodes, nameCodes } from "./codes.ts";
import { type ArrowData, type ArrowType, type Cell, type Column, cell, describe } from "./values.ts";
import type { Statement } from "./sql.ts";

export interface Limit { readonly rows: number; readonly bytes: number }
/** What a page holds without strain, and what it holds when asked for all. */
export const USUAL: Limit = { rows: 50_000, bytes: 64_000_000 };
export const WIDE: Limit = { rows: 2_000_000, bytes: 512_000_000 };

/** The rows that were fetched; `more` if there are others that were not, `stopped` if somebody stopped it. */
export class Answer {
  readonly columns: readonly Column[];
  readonly #batches: readonly Batch[];
  readonly #starts: readonly number[];
  readonly length: number;
  readonly more: boolean;
  readonly stopped: boolean;

  constructor(columns: readonly Column[], batches: readonly Batch[], length: number, more: boolean, stopped: boolean) {
    this.columns = columns;
    this.#batches = batches;
    let sum = 0;
    this.#starts = batches.map((batch) => (sum += batch.rows) - batch.rows);
    this.length = length;
    this.more = more;
    this.stopped = stopped;
  }

  /** One cell; rows and columns are counted from nothing. */
  at(row: number, column: number): Cell {
    let low = 0, high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    const data = this.#batches[low]?.data[column];
    return data ? cell(data, row - (this.#starts[low] ?? 0)) : null;
  }

  row(row: number): Cell[] { return this.columns.map((_, column) => this.at(row, column)); }
}

interface Batch { readonly rows: number; readonly data: readonly ArrowData[] }

/** A statement failed; `statement` is the one. */
export class Failed extends Error {
  readonly statement: Statement;
  constructor(message: string, statement: Statement) {
    super(message);
    this.statement = statement;
  }
}

/** Run statements one after the other; the answer is that of the last. `begun` is called when the engine is there. Throws Failed, Stopped. */
export async function run(engine: Engine, all: readonly Statement[], limit: Limit, begun: () => void, progress: (rows: number) => void): Promise<Answer> {
  return engine.use(async (connection) => {
    begun();
    let answer = new Answer([], [], 0, false, false);
    for (const statement of all) {
      try {
        answer = await ask(connection, statement, limit, progress);
      } catch (why) {
        throw why instanceof Stopped ? why : new Failed(why instanceof Error ? why.message : String(why), statement);
      }
    }
    return answer;
  });
}

// What DESCRIBE can tell the columns of.
const DESCRIBED = new Set(["SELECT", "FROM", "WITH", "VALUES", "TABLE", "PIVOT", "UNPIVOT"]);

async function ask(connection: Connection, statement: Statement, limit: Limit, progress: (rows: number) => void): Promise<Answer> {
  const codes = DESCRIBED.has(statement.verb) ? await codesOf(connection, statement.text) : null;
  const reader = await (await connection.send(statement.text, true)).open();
  // A reader that has come to its end has forgotten them.
  const { fields } = reader.schema;
  const batches: Batch[] = [];
  let rows = 0, bytes = 0, more = false, stopped = false;
  try {
    for await (const batch of reader) {
      if (!batch.numRows) continue;
      const room = bytes < limit.bytes ? Math.min(batch.numRows, limit.rows - rows) : 0;
      const data = batch.data.children as unknown as ArrowData[];
      data.forEach((column, i) => { if (hasCodes(column.type)) nameCodes(column, codes?.[i] ?? []); });
      more = room < batch.numRows;
      if (room) batches.push({ rows: room, data });
      rows += room;
      bytes += batch.data.byteLength;
      progress(rows);
      if (more) break;
    }
  } catch (why) {
    // What came before it was stopped is worth showing.
    if (!rows || !(why instanceof Error && /cancel|interrupt/i.test(why.message))) throw why;
    stopped = true;
  }
  // Arrow takes columns of one name for one; a batch knows them apart.
  const types = batches[0]?.data.map((data) => data.type);
  const columns = fields.map((field, i) => describe(field.name, (types?.[i] ?? field.type) as ArrowType, field.metadata));
  return new Answer(columns, batches, rows, more || stopped, stopped);
}

/** The codes of each column of an answer; null if DuckDB cannot tell, as of a query that is wrong. */
async function codesOf(connection: Connection, sql: string): Promise<string[][][] | null> {
  try {
    const table = await connection.query(`DESCRIBE ${sql}`);
    return Array.from(table.getChild("column_type") ?? [], (type) => enumsOf(String(type)));
  } catch (why) {
    if (why instanceof Error && /cancel/i.test(why.message)) throw why;
    return null;
  }
}
