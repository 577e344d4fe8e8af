// How values are put into words.
import type { Events } from "./decode.ts";

export const number = (n: number): string => n.toLocaleString("en");
export const plural = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`;

/** The day or days of an event, with what they mean together. */
export function when(events: Events, i: number): string {
  const from = events.words("date_earliest", i), to = events.words("date_latest", i);
  const precision = events.words("date_precision", i);
  if (precision === "month") return from.slice(0, 7);
  if (precision === "year") return from.slice(0, 4);
  if (from === to || !to) return from;
  return `${from} – ${to.startsWith(from.slice(0, 8)) ? to.slice(8) : to}`;
}

/** Where an event was, from near to far. */
export function where(events: Events, i: number): string {
  const site = events.words("site", i), admin1 = events.words("admin1", i), country = events.words("country", i);
  const parts = [site, admin1 && events.label("admin1", admin1), events.label("country", country)].filter(Boolean);
  return [...new Set(parts)].join(", ");
}

/** A counted field: a figure, a range, "some" or "none"; empty where nothing is said. */
export function count(events: Events, name: string, i: number): string {
  const state = events.words(`${name}_state`, i);
  if (state !== "counted") return state;
  const [best, least, most] = ["best", "min", "max"].map((part) => events.cell(`${name}_${part}`, i) as number | null) as [number | null, number | null, number | null];
  const range = most === null ? `${least ?? 0} or more` : least === most ? String(most) : `${least ?? 0}–${most}`;
  if (best === null) return range;
  return least === best && most === best ? String(best) : `${best} (${range})`;
}

/** A title of the schema without the part that tells apart columns of one count: "Killed, best" is "Killed". */
export const short = (title: string): string => title.replace(/, best$/, "");
