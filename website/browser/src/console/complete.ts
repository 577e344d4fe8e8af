// What may come next in a query: tables, their columns, the codes of a column, words of SQL.
import { type Completion, type CompletionContext, type CompletionResult, pickedCompletion, snippetCompletion } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import type { KnownColumn, KnownTable } from "./knowledge.ts";
import { quoted, statements, tokens } from "./sql.ts";

export const KEYWORDS = "ALL AND ANTI ANY AS ASC ASOF BETWEEN BY CASE CAST COLUMNS CREATE CROSS CURRENT DESC DESCRIBE DISTINCT ELSE END EXCEPT EXCLUDE EXISTS EXPLAIN FILTER FIRST FOLLOWING FROM FULL GROUP HAVING ILIKE IN INNER INTERSECT IS JOIN LAST LATERAL LEFT LIKE LIMIT NATURAL NOT NULL NULLS OFFSET ON OR ORDER OUTER OVER PARTITION PIVOT POSITIONAL PRECEDING QUALIFY RANGE RECURSIVE REPLACE RIGHT ROWS SAMPLE SELECT SEMI SHOW SUMMARIZE TABLE TEMP THEN UNBOUNDED UNION UNPIVOT USING VALUES VIEW WHEN WHERE WINDOW WITH".split(" ");
const FUNCTIONS: readonly (readonly [string, string])[] = [
  ["count(*)", "how many rows"], ["sum", "the sum"], ["avg", "the mean"], ["min", "the least"], ["max", "the greatest"], ["median", "the middle value"], ["round", "rounded"],
  ["coalesce", "the first that is not NULL"], ["list", "all values as a list"], ["string_agg", "all values as one text"], ["year", "the year of a date"], ["month", "the month of a date"],
  ["date_trunc", "the begin of the 'month', 'year' … of a date"], ["date_diff", "'day', 'month' … between two dates"], ["strftime", "a date as text, such as '%Y-%m'"],
  ["lower", "in small letters"], ["contains", "whether a text holds another"], ["regexp_matches", "whether a text fits a pattern"], ["unnest", "a row for each value of a list"],
  ["row_number", "the number of the row within a window"], ["lag", "the value of the row before"], ["arg_max", "the value where another is greatest"], ["quantile_cont", "a quantile"],
];

/** Offers for the place of the cursor. */
export function completer(tables: readonly KnownTable[]): (context: CompletionContext) => CompletionResult | null {
  const words: Completion[] = [
    ...KEYWORDS.map((label) => ({ label, type: "keyword", boost: -20 })),
    ...FUNCTIONS.map(([name, info]) => (name.endsWith(")") ? { label: name, type: "function", detail: info, boost: -10 } : snippetCompletion(`${name}(\${})`, { label: name, type: "function", detail: info, boost: -10 }))),
  ];
  const places = tables.map((table, i) => ({ label: quoted(table.name), type: "class", detail: `${table.rows.toLocaleString("en")} rows`, info: table.description, boost: 5 - i / 100 }));
  return (context) => {
    const text = context.state.sliceDoc(), before = text.slice(0, context.pos);
    const within = tokens(text).find((token) => token.from < context.pos && context.pos <= token.to && (token.kind === "string" || token.kind === "comment"));
    const here = statements(text).find((s) => s.from <= context.pos && context.pos <= s.from + s.text.length + 1)?.text ?? text;
    const named = tables.filter((table) => new RegExp(`\\b${table.name}\\b`, "i").test(here));
    if (within) {
      const string = within.kind === "string" ? codesAt(before.slice(0, within.from), named.length ? named : tables) : null;
      return string && { from: within.from + 1, to: context.pos, options: string, validFor: /^\w*$/ };
    }
    const after = /(?:\b([\p{L}_][\p{L}\p{N}_]*)\.)?([\p{L}_][\p{L}\p{N}_]*)?$/u.exec(before);
    const owner = after?.[1], typed = after?.[2] ?? "";
    if (!owner && !typed && !context.explicit) return null;
    const from = context.pos - typed.length;
    if (owner) {
      const table = tables.find((t) => t.name === owner) ?? named.find((t) => new RegExp(`\\b${t.name}\\s+(?:AS\\s+)?${owner}\\b`, "i").test(here));
      return table ? { from, options: table.columns.map((c) => offer(c, [table])), validFor: /^\w*$/ } : null;
    }
    const columns = new Map<string, KnownTable[]>();
    for (const table of named.length ? named : tables.slice(0, 1)) for (const { name } of table.columns) columns.set(name, [...(columns.get(name) ?? []), table]);
    const offered = [...columns].map(([name, owners]) => offer(owners[0]?.columns.find((c) => c.name === name) as KnownColumn, owners));
    return { from, options: [...offered, ...places, ...words], validFor: /^\w*$/ };
  };
}

function offer(column: KnownColumn, owners: readonly KnownTable[]): Completion {
  return { label: quoted(column.name), type: "property", detail: column.type, info: `${column.description}${owners.length > 1 ? ` (in ${owners.map((t) => t.name).join(", ")})` : ""}`, boost: 10 };
}

/** The codes that may stand in a text that begins after `before`, as in `event_type = '` or `event_type IN ('drone', '`. */
function codesAt(before: string, tables: readonly KnownTable[]): Completion[] | null {
  const name = /([\p{L}_][\p{L}\p{N}_]*)"?\s*(?:=|<>|!=|(?:NOT\s+)?IN\s*\((?:\s*'(?:[^']|'')*'\s*,)*)\s*$/iu.exec(before)?.[1]?.toLowerCase();
  const column = tables.flatMap((table) => table.columns).find((c) => c.name === name && c.codes);
  return column?.codes?.map(([value, label, info]) => ({ label: value, detail: label, info, type: "enum", apply: put })) ?? null;
}

/** Write a code and the quote after it, and go on behind both. */
function put(view: EditorView, completion: Completion, from: number, to: number): void {
  const insert = `${completion.label.replaceAll("'", "''")}'`;
  const end = view.state.sliceDoc(to, to + 1) === "'" ? to + 1 : to;
  view.dispatch({ changes: { from, to: end, insert }, selection: { anchor: from + insert.length }, annotations: pickedCompletion.of(completion) });
}
