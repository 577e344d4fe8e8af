// What went wrong in a query: DuckDB's words, where in the text, and what to do.

export interface Known { readonly tables: readonly string[]; readonly columns: ReadonlyMap<string, readonly string[]> }
export interface Mistake {
  /** DuckDB's own words, without the excerpt of the query. */
  readonly message: string;
  /** The place in the text that was run, if DuckDB names one. */
  readonly from?: number; readonly to?: number; readonly line?: number; readonly column?: number;
  readonly hints: readonly string[];
  /** What may have been meant by the word at that place. */
  readonly instead: readonly string[];
}

const EXCERPT = /\n+LINE (\d+): ([^\n]*)\n([^\S\n]*)\^/;

/** An error of DuckDB in a statement that begins at `offset` of the whole text. */
export function mistake(error: string, statement: string, text: string, offset: number, known: Known): Mistake {
  const excerpt = EXCERPT.exec(error);
  const message = error.replace(/\n+LINE \d+:[\s\S]*$/, "").replace(/\n*Please try installing and loading[\s\S]*$/, "").trim();
  const place = excerpt ? locate(statement, Number(excerpt[1]), excerpt[2] ?? "", (excerpt[3] ?? "").length - `LINE ${excerpt[1]}: `.length) : null;
  const word = place ? /^(?:"(?:[^"]|"")+"|[\p{L}\p{N}_.]+)/u.exec(statement.slice(place.at))?.[0] ?? statement.slice(place.at, place.at + 1) : "";
  const missing = /Referenced column "([^"]+)"|column named "([^"]+)"|Table with name (\S+) does not exist/.exec(message);
  const name = missing?.[1] ?? missing?.[2] ?? missing?.[3];
  const instead = name ? nearest(name, missing?.[3] ? known.tables : [...known.columns.keys()]) : [];
  const hints = HINTS.filter(([sign]) => sign.test(error)).map(([, hint]) => hint);
  if (!missing?.[3]) for (const near of instead.slice(0, 1)) hints.unshift(`${near} is a column of ${list(known.columns.get(near) ?? [])}.`);
  const from = place === null ? null : offset + place.at + (name && word.endsWith(`.${name}`) ? word.length - name.length : 0);
  if (from === null) return { message, hints, instead };
  const before = text.slice(0, from);
  return {
    message, hints, instead, from, to: Math.max(from + 1, Math.min(text.length, offset + (place?.at ?? 0) + word.length)),
    line: before.split("\n").length, column: from - before.lastIndexOf("\n"),
  };
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/read-only mode/, "The published database cannot be changed. A table of your own can: CREATE TEMP TABLE name AS SELECT …; it lasts until this page is closed."],
  [/in the (\w+) extension|external extensions is disabled|INSTALL|signature mismatch|table index is out of bounds/, "Functions for JSON, Parquet, time zones and more are extensions that DuckDB would fetch from another host. This page asks no other host, so they are not there. In DuckDB on your own machine they are."],
  [/NetworkError|Failed to load|HTTP (GET|HEAD)/, "The site cannot be reached, and this query needs a part of the database that is not here yet."],
  [/disabled by configuration/, "This page reads the published database and nothing else: no other address and no other file. Download strikelog.duckdb to join it with files of your own."],
  [/configuration has been locked/, "Settings are fixed here, so that no query can reach another host."],
  [/Could not convert string '.*' to (U?INT|ENUM)|to ENUM/, "A column of codes takes only its codes. The list of tables beside the query shows them."],
  [/must appear in the GROUP BY clause/, "GROUP BY ALL groups by every column that is not counted or summed."],
  [/Out of Memory|could not allocate|failed to allocate/i, "The answer does not fit into the memory of this page. Ask for fewer columns or rows, or put a LIMIT."],
  [/No function matches.*(LIKE|~~|contains|lower|upper)/s, "A code is not text to every function: write column::VARCHAR."],
];

function locate(statement: string, line: number, excerpt: string, into: number): { at: number } | null {
  const lines = statement.split("\n"), whole = lines[line - 1];
  if (whole === undefined || into < 0) return null;
  // A long line is cut, and dots stand for what is left out.
  const cut = excerpt.startsWith("..."), core = excerpt.replace(/^\.\.\./, "").replace(/\.\.\.$/, "");
  const begins = cut ? whole.indexOf(core) : 0;
  const column = Math.min(whole.length, Math.max(0, begins) + into - (cut ? 3 : 0));
  return { at: lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0) + column };
}

/** Names like a word, the likest first: at most three. */
export function nearest(word: string, names: readonly string[]): string[] {
  const wanted = word.toLowerCase().replaceAll('"', "");
  const far = (name: string): number => distance(wanted, name) - (name.includes(wanted) || wanted.includes(name) ? 2 : 0);
  return names.map((name) => [far(name), name] as const).filter(([d, name]) => d <= Math.max(2, name.length / 3)).sort((a, b) => a[0] - b[0]).slice(0, 3).map(([, name]) => name);
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]));
    row = next;
  }
  return row[b.length] ?? 0;
}

const list = (names: readonly string[]): string => (names.length < 3 ? names.join(" and ") : `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`);
