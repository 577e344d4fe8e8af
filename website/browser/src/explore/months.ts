// Months and days of the time line, as numbers: months since January 1970, days since its first.
import type { Events } from "./decode.ts";

export interface Months {
  readonly first: number;
  readonly last: number;
}

export const monthOf = (day: string): number => (Number(day.slice(0, 4)) - 1970) * 12 + Number(day.slice(5, 7)) - 1;
const two = (n: number): string => String(n).padStart(2, "0");
export const yearOf = (month: number): number => 1970 + Math.floor(month / 12);
export const firstDay = (month: number): string => `${String(yearOf(month)).padStart(4, "0")}-${two((((month % 12) + 12) % 12) + 1)}-01`;
export const lastDay = (month: number): string => new Date(Date.parse(`${firstDay(month + 1)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** A day as a number of months, with the part of the month that is over by its beginning. */
export function position(day: string): number {
  const month = monthOf(day);
  return month + (Number(day.slice(8, 10)) - 1) / Number(lastDay(month).slice(8, 10));
}

/** The months that the events fill. */
export function span(events: Events): Months {
  const { of } = events.text("date_earliest");
  const first = of[0], last = of[of.length - 1];
  return first === undefined || last === undefined ? { first: 0, last: 0 } : { first: monthOf(first), last: monthOf(last) };
}

/** How many events begin in each month at the earliest, for each group. */
export function tally(events: Events, rows: Uint32Array, { first, last }: Months, groupOf: Int32Array, groups: number): Uint32Array[] {
  const days = events.text("date_earliest");
  const months = days.of.map((day) => monthOf(day) - first);
  const sums = Array.from({ length: groups }, () => new Uint32Array(last - first + 1));
  for (const i of rows) {
    const month = months[days.at[i]!], group = groupOf[i]!;
    if (month !== undefined && group >= 0) sums[group]![month]!++;
  }
  return sums;
}

/** A scale of whole numbers from nothing to at least `most`, in about `wanted` steps. */
export function steps(most: number, wanted = 4): number[] {
  const rough = Math.max(1, most / wanted);
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * ten).find((n) => n >= rough) ?? 1);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}
