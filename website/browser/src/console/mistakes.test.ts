import assert from "node:assert/strict";
import { before, test } from "node:test";
import { asker } from "./duckdb.testing.ts";
import { type Mistake, mistake, nearest } from "./mistakes.ts";
import { statements } from "./sql.ts";

const KNOWN = { tables: ["events", "events_wide", "claims"], columns: new Map([["event_type", ["events", "events_wide"]], ["country", ["events"]]]) };
let ask: Awaited<ReturnType<typeof asker>>;
before(async () => {
  ask = await asker();
  ask("CREATE TABLE events AS SELECT 'drone' AS event_type, 'IQ' AS country");
});

/** What the page says of the statement that fails, and the word that it marks. */
function wrong(text: string): Mistake & { word: string } {
  for (const statement of statements(text)) {
    try {
      ask(statement.text);
    } catch (why) {
      const found = mistake((why as Error).message, statement.text, text, statement.from, KNOWN);
      return { ...found, word: found.from === undefined ? "" : text.slice(found.from, found.to) };
    }
  }
  throw new Error("nothing failed");
}

test("the wrong word is marked where it stands, in whichever statement", () => {
  const found = wrong("SELECT 1;\nSELECT country,\n       event_typ\nFROM events");
  assert.deepEqual([found.word, found.line, found.column], ["event_typ", 3, 8]);
  assert.deepEqual(found.instead, ["event_type"]);
  assert.match(found.hints[0] ?? "", /event_type is a column of events and events_wide/);
  assert.match(found.message, /Referenced column "event_typ" not found/);
  assert.doesNotMatch(found.message, /LINE/);
});

test("a wrong column after an alias is marked without the alias", () => {
  assert.equal(wrong("SELECT e.event_typ FROM events AS e").word, "event_typ");
});

test("a wrong table brings the nearest", () => {
  const found = wrong("FROM event_wide");
  assert.deepEqual([found.word, found.instead[0]], ["event_wide", "events_wide"]);
});

test("a slip of grammar is marked, on a long line too", () => {
  assert.equal(wrong("SELEC 1").word, "SELEC");
  const long = `SELECT ${Array.from({ length: 60 }, (_, i) => `'number ${i}' AS n${i}`).join(", ")}, nowhere, ${Array.from({ length: 60 }, (_, i) => `'more ${i}' AS m${i}`).join(", ")} FROM events`;
  assert.equal(wrong(long).word, "nowhere");
});

test("an error without a place has words, and no mark", () => {
  const found = wrong("SELECT error('told so')");
  assert.equal(found.from, undefined);
  assert.match(found.message, /told so/);
});

test("usual mistakes bring a hint", () => {
  const hint = (error: string): string => mistake(error, "", "", 0, KNOWN).hints.join(" ");
  assert.match(hint('Invalid Input Error: Cannot execute statement of type "INSERT" on database "strikelog" which is attached in read-only mode!'), /CREATE TEMP TABLE/);
  assert.match(hint("Catalog Error: Table Function with name \"read_parquet\" is not in the catalog, but it exists in the parquet extension.\n\nPlease try installing and loading the parquet extension by running:"), /no other host/);
  assert.match(hint('Permission Error: Cannot access file "x" - file system operations are disabled by configuration'), /nothing else/);
});

test("only what is near is offered", () => {
  assert.deepEqual(nearest("cuntry", ["country", "event_type"]), ["country"]);
  assert.deepEqual(nearest("zzzzzz", ["country", "event_type"]), []);
});
