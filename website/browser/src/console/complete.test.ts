import assert from "node:assert/strict";
import { test } from "node:test";
import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { completer } from "./complete.ts";
import type { KnownTable } from "./knowledge.ts";

const column = (name: string, codes?: [string, string, string][]) => ({ name, type: codes ? "ENUM" : "VARCHAR", description: `what ${name} is`, ...(codes ? { codes } : {}) });
const TABLES: KnownTable[] = [
  { name: "events_wide", kind: "derived", rows: 8, description: "one row an event", columns: [column("event_id"), column("event_type", [["drone", "Drones", "that fly"], ["rocket", "Rockets", ""]])] },
  { name: "claims", kind: "base", rows: 9, description: "one row a claim", columns: [column("claim_id"), column("event_id")] },
];
const complete = completer(TABLES);

/** The labels that are offered at the bar in a query. */
function offered(query: string): string[] {
  const pos = query.indexOf("|");
  const state = EditorState.create({ doc: query.replace("|", "") });
  return complete(new CompletionContext(state, pos, false))?.options.map((option) => option.label) ?? [];
}

test("columns are those of the tables that the statement names", () => {
  const labels = offered("SELECT 1 FROM events_wide; SELECT cl| FROM claims");
  assert.ok(labels.includes("claim_id") && !labels.includes("event_type"));
  assert.ok(labels.includes("claims") && labels.includes("SELECT") && labels.includes("coalesce"));
});

test("after a table or its other name come its columns alone", () => {
  assert.deepEqual(offered("SELECT c.| FROM events_wide AS e JOIN claims c USING (event_id)"), ["claim_id", "event_id"]);
  assert.deepEqual(offered("SELECT events_wide.ev| FROM events_wide"), ["event_id", "event_type"]);
});

test("within quotes come the codes of the column before them", () => {
  for (const query of ["FROM events_wide WHERE event_type = '|'", "FROM events_wide WHERE e.event_type IN ('rocket', 'd|", "FROM events_wide WHERE event_type <> '|"]) assert.deepEqual(offered(query), ["drone", "rocket"], query);
  assert.deepEqual(offered("FROM events_wide WHERE event_id = '|'"), []);
});

test("nothing is offered in a comment or after a blank", () => {
  assert.deepEqual(offered("SELECT 1 -- sel|"), []);
  assert.deepEqual(offered("SELECT |"), []);
});
