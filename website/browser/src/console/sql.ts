// The little of SQL that a console must know: where statements end, and what they begin with.

export interface Token { readonly kind: "word" | "string" | "name" | "comment" | "other"; readonly from: number; readonly to: number }
export interface Statement { readonly text: string; readonly from: number; readonly verb: string }

const PIECES = /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>[eE]?'(?:[^']|'')*(?:'|$)|(?<tag>\$\w*\$)[\s\S]*?(?:\k<tag>|$))|(?<name>"(?:[^"]|"")*(?:"|$))|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<other>\S)/gu;

/** The pieces of a text of SQL, without the blanks. */
export function tokens(text: string): Token[] {
  return [...text.matchAll(PIECES)].map((found) => {
    const groups = found.groups ?? {};
    const kind = (["comment", "string", "name", "word"] as const).find((k) => groups[k] !== undefined) ?? "other";
    return { kind, from: found.index, to: found.index + found[0].length };
  });
}

/** The statements of a text, each with its place; those that are only comments are left out. */
export function statements(text: string): Statement[] {
  const found: Statement[] = [];
  let held: Token[] = [];
  const close = (): void => {
    const said = held.filter((token) => token.kind !== "comment");
    const [first, last] = [held[0], said.at(-1)];
    const verb = said.find((token) => token.kind === "word");
    if (said.length && first && last) found.push({ text: text.slice(first.from, last.to), from: first.from, verb: verb ? text.slice(verb.from, verb.to).toUpperCase() : "" });
    held = [];
  };
  for (const token of tokens(text)) {
    if (token.kind === "other" && text[token.from] === ";") close();
    else held.push(token);
  }
  close();
  return found;
}

const ASKING = new Set(["SELECT", "FROM", "WITH", "VALUES", "DESCRIBE", "SUMMARIZE", "SHOW", "EXPLAIN", "TABLE", "PIVOT", "UNPIVOT"]);

/** Whether a text is one statement that only asks. */
export function asksOnly(text: string): boolean {
  const all = statements(text);
  return all.length === 1 && ASKING.has(all[0]?.verb ?? "");
}

/** A name as SQL takes it: quoted unless it is plain. */
export const quoted = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);
