// The values of columns of codes. DuckDB's stream of an answer has their numbers and leaves out what they stand for
// (duckdb-wasm issue 1548), which DESCRIBE tells.
import type { ArrowData, ArrowType } from "./values.ts";

/** The values of each ENUM that the text of a type names, in the order in which they stand there. */
export function enumsOf(type: string): string[][] {
  return [...type.matchAll(/\bENUM\(((?:'(?:[^']|'')*'(?:, )?)*)\)/g)].map(([, list]) => [...(list ?? "").matchAll(/'((?:[^']|'')*)'/g)].map(([, value]) => (value ?? "").replaceAll("''", "'")));
}

/** Whether a type is, or holds, one of codes. */
export const hasCodes = (type: ArrowType): boolean => type.typeId === -1 || (type.children ?? []).some((child) => hasCodes(child.type));

/** Give the numbers in a column their values, from the lists of its type, the outer before the inner. False if there is a list too few. */
export function nameCodes(data: ArrowData, lists: readonly (readonly string[])[]): boolean {
  const left = [...lists];
  const walk = (part: ArrowData): boolean => {
    if (part.type.typeId !== -1) return part.children.every(walk);
    const list = left.shift();
    if (list) Object.assign(part, { dictionary: { get: (at: number) => list[at] ?? null } });
    return list !== undefined;
  };
  return walk(data);
}
