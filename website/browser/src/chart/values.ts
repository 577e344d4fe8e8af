// What a column of rows is to a chart: a time, a number, or names in the order in which they come.

export type Value = string | number | bigint | boolean | Date | null | undefined;
export type Row = Readonly<Record<string, Value>>;
export type Kind = "time" | "number" | "name";

/** A column as a chart draws it; `step` is the length of time that one value of a time stands for. */
export interface Column { readonly kind: Kind; readonly values: readonly (Date | number | string | null)[]; readonly step?: "year" | "month" | "day" }

const DAY = /^\d{4}-\d{2}(-\d{2})?$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

/** The column of that name. Text that is all days or months becomes times, in UTC. */
export function column(rows: readonly Row[], name: string): Column {
  const values = rows.map((row) => row[name] ?? null);
  const known = values.filter((value) => value !== null);
  if (known.length && known.every((value) => typeof value === "number" || typeof value === "bigint"))
    return { kind: "number", values: values.map((value) => (value === null ? null : Number(value))) };
  if (known.length && known.every((value) => value instanceof Date || (typeof value === "string" && (DAY.test(value) || MOMENT.test(value))))) {
    const times = values.map((value) => (value === null ? null : moment(value as Date | string)));
    if (times.every((time) => time === null || !Number.isNaN(time.valueOf()))) return { kind: "time", values: times, step: step(times) };
  }
  return { kind: "name", values: values.map((value) => (value === null ? null : String(value))) };
}

function moment(value: Date | string): Date {
  if (value instanceof Date) return value;
  return new Date(DAY.test(value) ? value : `${value.replace(" ", "T")}${/[Z+]/.test(value) ? "" : "Z"}`);
}

function step(times: readonly (Date | null)[]): "year" | "month" | "day" {
  const known = times.filter((time) => time !== null);
  const first = known.every((time) => time.getUTCDate() === 1 && time.valueOf() % 86_400_000 === 0);
  if (!first) return "day";
  return known.length > 1 && known.every((time) => time.getUTCMonth() === 0) ? "year" : "month";
}

/** Different values in the order in which they first come. */
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
