// What a reader takes away of an answer: files, and text for the clipboard.
import { csv } from "../lib/files.ts";
import { type Answer } from "./run.ts";
import { type Cell, json, shown } from "./values.ts";

export type Rows = Pick<Answer, "columns" | "length" | "row">;

/** What nested and other values of more than one part are in a cell of a table: their words; numbers stay numbers. */
const plain = (value: Cell): unknown => (value !== null && typeof value === "object" && (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) ? shown(value) : value);

const lines = function* (rows: Rows, order: readonly number[]): Generator<Cell[]> {
  for (const i of order) yield rows.row(i);
};
export const asCsv = (rows: Rows, order: readonly number[]): string =>
  csv(rows.columns.map((c) => c.name), (function* () { for (const row of lines(rows, order)) yield row.map(plain); })());

/** An array of objects; a name that comes twice has a number the second time. */
export function asJson(rows: Rows, order: readonly number[]): string {
  const seen = new Map<string, number>();
  const names = rows.columns.map(({ name }) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return JSON.stringify(before ? `${name}_${before}` : name);
  });
  return `[\n${[...lines(rows, order)].map((row) => `  {${row.map((value, i) => `${names[i]}: ${json(value)}`).join(", ")}}`).join(",\n")}\n]\n`;
}

/** Columns parted by tabs, as spreadsheets take them. */
export function asTabs(rows: Rows, order: readonly number[]): string {
  const one = (text: string): string => text.replace(/[\t\r\n]+/g, " ");
  return [rows.columns.map((c) => one(c.name)), ...[...lines(rows, order)].map((row) => row.map((value) => one(shown(value))))].map((row) => row.join("\t")).join("\n");
}

export function asMarkdown(rows: Rows, order: readonly number[]): string {
  const one = (text: string): string => text.replace(/\s*\n\s*/g, " ").replace(/[\\|<>`*_[\]]/g, "\\$&");
  const head = rows.columns.map((c) => one(c.name)), rule = rows.columns.map((c) => (c.kind === "number" ? "---:" : "---"));
  return [head, rule, ...[...lines(rows, order)].map((row) => row.map((value) => one(shown(value))))].map((row) => `| ${row.join(" | ")} |`).join("\n") + "\n";
}
