// The order of the table.
import type { Events } from "./decode.ts";
import type { SortColumn, State } from "./state.ts";

/** The rows in the order that is wanted; empty cells come last either way, and equals by the day, newest first. */
export function ordered(events: Events, rows: Uint32Array, { column, descending }: State["sort"]): Uint32Array {
  const keys = ranks(events, column), day = events.text("date_earliest").at;
  const way = descending ? -1 : 1;
  return Uint32Array.from(rows).sort((a, b) => {
    const x = keys[a]!, y = keys[b]!;
    if (x !== y) return Number.isNaN(x) ? (Number.isNaN(y) ? day[b]! - day[a]! : 1) : Number.isNaN(y) ? -1 : (x - y) * way;
    return day[b]! - day[a]! || a - b;
  });
}

const known = new WeakMap<Events, Map<string, Float64Array>>();

function ranks(events: Events, column: SortColumn): Float64Array {
  let mine = known.get(events);
  if (!mine) known.set(events, mine = new Map());
  let found = mine.get(column);
  if (!found) {
    if (column.endsWith("_best")) {
      // Where no single figure stands, the least that is said.
      const least = events.numbers(column.replace(/_best$/, "_min"));
      found = events.numbers(column).map((value, i) => (Number.isNaN(value) ? least[i]! : value));
    } else if (events.field(column).type === "integer") found = events.numbers(column);
    else {
      const { of, at } = events.text(column);
      const words = of.map((value) => events.label(column, value));
      const rank = new Float64Array(of.length);
      [...words.keys()].sort((a, b) => words[a]!.localeCompare(words[b]!, "en")).forEach((place, n) => (rank[place] = n));
      found = Float64Array.from(at, (place) => (place < 0 ? Number.NaN : rank[place]!));
    }
    mine.set(column, found);
  }
  return found;
}
