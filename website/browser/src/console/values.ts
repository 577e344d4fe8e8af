// What DuckDB answers, taken out of Arrow without loss: each cell as a plain value that can be shown, sorted and written.

/** A number with decimal places, kept exactly. */
export class Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }
  valueOf(): number { return Number(this.toString()); }
  toString(): string {
    const digits = String(this.unscaled < 0n ? -this.unscaled : this.unscaled).padStart(this.scale + 1, "0");
    const whole = digits.slice(0, digits.length - this.scale), part = digits.slice(digits.length - this.scale);
    return `${this.unscaled < 0n ? "-" : ""}${whole}${part ? `.${part}` : ""}`;
  }
}

/** A day, a moment without time zone, or a time of day: days or microseconds since 1970, or since midnight. */
export class Moment {
  readonly of: "day" | "moment" | "time";
  readonly raw: bigint;
  constructor(of: "day" | "moment" | "time", raw: bigint) {
    this.of = of;
    this.raw = raw;
  }
  valueOf(): number { return this.of === "day" ? Number(this.raw) * 86_400_000 : Number(this.raw) / 1000; }
  toString(): string {
    if (this.of === "time") return clock(this.raw);
    const most = this.of === "day" ? 2n ** 31n - 1n : 2n ** 63n - 1n;
    if (this.raw === most || this.raw === -most) return this.raw > 0n ? "infinity" : "-infinity";
    if (this.of === "day") return day(this.raw);
    const days = floor(this.raw, DAY);
    return `${day(days)} ${clock(this.raw - days * DAY)}`;
  }
}

export type Cell = null | boolean | number | bigint | string | Decimal | Moment | readonly Cell[] | { readonly [name: string]: Cell };
export type Kind = "number" | "text" | "time" | "boolean" | "nested";

export interface Column { readonly name: string; readonly type: string; readonly kind: Kind }

/** The parts of Arrow's types and data that are read here; duckdb-wasm's own copy of Arrow makes them. */
export interface ArrowType {
  readonly typeId: number; readonly bitWidth?: number; readonly isSigned?: boolean; readonly precision?: number; readonly scale?: number;
  readonly unit?: number; readonly timezone?: string | null; readonly listSize?: number; readonly byteWidth?: number; readonly dictionary?: ArrowType;
  readonly children?: readonly { readonly name: string; readonly type: ArrowType }[] | null; readonly typeIdToChildIndex?: Readonly<Record<number, number>>;
}
export interface ArrowData {
  readonly type: ArrowType; readonly values: unknown; readonly valueOffsets: ArrayLike<number>; readonly typeIds: ArrayLike<number>;
  readonly children: readonly ArrowData[]; readonly dictionary?: { get(index: number): unknown } | undefined; getValid(index: number): boolean;
}

// Arrow's numbers for its types.
const INT = 2, FLOAT = 3, BINARY = 4, UTF8 = 5, BOOL = 6, DECIMAL = 7, DATE = 8, TIME = 9, TIMESTAMP = 10, INTERVAL = 11, LIST = 12, STRUCT = 13, UNION = 14, FIXED = 15, FIXED_LIST = 16, MAP = 17, ENUM = -1;
const DAY = 86_400_000_000n;
const PER_SECOND = [1n, 1000n, 1_000_000n, 1_000_000_000n] as const;
const UTF = new TextDecoder();

/** How a column is called, and what kind of thing is in it. `metadata` is that of its field. */
export function describe(name: string, type: ArrowType, metadata?: ReadonlyMap<string, string>): Column {
  const words = /"type_name":"(\w+)"/.exec(metadata?.get("ARROW:extension:metadata") ?? "")?.[1]?.toUpperCase() ?? typeName(type);
  const kind: Kind = [INT, FLOAT, DECIMAL].includes(type.typeId) || words === "UHUGEINT" ? "number" : type.typeId === BOOL ? "boolean"
    : [DATE, TIME, TIMESTAMP].includes(type.typeId) ? "time" : [LIST, STRUCT, MAP, FIXED_LIST, UNION].includes(type.typeId) ? "nested" : "text";
  return { name, type: words, kind };
}

function typeName(type: ArrowType): string {
  const children = type.children ?? [];
  const child = (i: number): string => (children[i] ? typeName(children[i].type) : "?");
  switch (type.typeId) {
    case INT: return `${type.isSigned ? "" : "U"}${{ 8: "TINYINT", 16: "SMALLINT", 32: "INTEGER", 64: "BIGINT" }[type.bitWidth ?? 32]}`;
    case FLOAT: return type.precision === 2 ? "DOUBLE" : "FLOAT";
    case DECIMAL: return type.scale === 0 && type.precision === 38 ? "HUGEINT" : `DECIMAL(${type.precision},${type.scale})`;
    case LIST: return `${child(0)}[]`;
    case FIXED_LIST: return `${child(0)}[${type.listSize}]`;
    case STRUCT: return `STRUCT(${children.map((c, i) => `${c.name} ${child(i)}`).join(", ")})`;
    case MAP: return `MAP(${(children[0]?.type.children ?? []).map((c) => typeName(c.type)).join(", ")})`;
    case TIMESTAMP: return type.timezone ? "TIMESTAMPTZ" : "TIMESTAMP";
    default: return { [BINARY]: "BLOB", [UTF8]: "VARCHAR", [BOOL]: "BOOLEAN", [DATE]: "DATE", [TIME]: "TIME", [INTERVAL]: "INTERVAL", [UNION]: "UNION", [FIXED]: "BLOB", [ENUM]: "ENUM" }[type.typeId] ?? "NULL";
  }
}

/** One cell. */
export function cell(data: ArrowData, i: number): Cell {
  const { type } = data;
  if (type.typeId === UNION) {
    const id = data.typeIds[i] as number;
    const child = data.children[type.typeIdToChildIndex?.[id] ?? id];
    return child ? cell(child, i) : null;
  }
  if (!data.getValid(i)) return null;
  const values = data.values as Uint8Array & BigInt64Array;
  const between = (child: number, of: (at: number) => Cell): Cell[] => {
    const from = type.typeId === FIXED_LIST ? i * (type.listSize ?? 0) : data.valueOffsets[i] as number;
    const to = type.typeId === FIXED_LIST ? from + (type.listSize ?? 0) : data.valueOffsets[i + 1] as number;
    return data.children[child] ? Array.from({ length: to - from }, (_, n) => of(from + n)) : [];
  };
  switch (type.typeId) {
    case INT: case FLOAT: return values[i] as number | bigint;
    case BOOL: return ((values[i >> 3] as unknown as number) >> (i & 7) & 1) === 1;
    case UTF8: return UTF.decode((values as Uint8Array).subarray(data.valueOffsets[i], data.valueOffsets[i + 1]));
    case BINARY: return bytes((values as Uint8Array).subarray(data.valueOffsets[i], data.valueOffsets[i + 1]));
    case FIXED: return type.byteWidth === 16 ? little((values as Uint8Array).subarray(16 * i, 16 * i + 16)) : bytes((values as Uint8Array).subarray((type.byteWidth ?? 0) * i, (type.byteWidth ?? 0) * (i + 1)));
    case DECIMAL: {
      const four = values as unknown as Uint32Array;
      const whole = [3, 2, 1, 0].reduce((sum, n) => (sum << 32n) | BigInt(four[4 * i + n] as number), 0n);
      const signed = BigInt.asIntN(128, whole);
      return type.scale === 0 && type.precision === 38 ? signed : new Decimal(signed, type.scale ?? 0);
    }
    case DATE: return new Moment("day", BigInt(values[i] as number));
    case TIME: return new Moment("time", micros(BigInt(values[i] as number), type.unit));
    case TIMESTAMP: return new Moment("moment", micros(BigInt(values[i] as number), type.unit));
    // Arrow's own reader of this type takes a half of it for the whole.
    case INTERVAL: {
      const part = values as unknown as Int32Array;
      return interval(part[4 * i] as number, part[4 * i + 1] as number, (BigInt(part[4 * i + 3] as number) << 32n) | BigInt.asUintN(32, BigInt(part[4 * i + 2] as number)));
    }
    case LIST: case FIXED_LIST: return between(0, (at) => cell(data.children[0] as ArrowData, at));
    case STRUCT: return Object.fromEntries(data.children.map((child, n) => [type.children?.[n]?.name ?? String(n), cell(child, i)]));
    case MAP: {
      const [keys, entries] = (data.children[0]?.children ?? []) as ArrowData[];
      return keys && entries ? Object.fromEntries(between(0, (at) => [cell(keys, at), cell(entries, at)]).map((pair) => [shown((pair as Cell[])[0] ?? null), (pair as Cell[])[1] ?? null])) : {};
    }
    case ENUM: return (data.dictionary?.get(values[i] as number) ?? `code ${values[i]}`) as string;
    default: return null;
  }
}

/** A cell in words; nothing for NULL. What is nested is written as JSON. */
export function shown(value: Cell): string {
  if (value === null) return "";
  return typeof value === "object" && !(value instanceof Decimal) && !(value instanceof Moment) ? json(value) : String(value);
}

/** A cell as JSON. Whole numbers of any size and decimals are numbers to the last digit; what JSON has no number for is text. */
export function json(value: Cell): string {
  if (value === null) return "null";
  if (typeof value === "bigint" || value instanceof Decimal) return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  if (value instanceof Moment) return JSON.stringify(String(value));
  if (Array.isArray(value)) return `[${value.map(json).join(", ")}]`;
  if (typeof value === "object") return `{${Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}: ${json(inner as Cell)}`).join(", ")}}`;
  return JSON.stringify(value);
}

/** Which of two cells comes first; NULL is last. */
export function compare(one: Cell, other: Cell): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  if (typeof one === "string" || typeof other === "string") return ORDER.compare(shown(one), shown(other));
  if (one instanceof Moment && other instanceof Moment) return one.raw < other.raw ? -1 : one.raw > other.raw ? 1 : 0;
  if (typeof one === "object" && !(one instanceof Decimal)) return ORDER.compare(shown(one), shown(other));
  const [a, b] = [one, other].map((value) => (value instanceof Decimal ? Number(value) : value)) as [number, number];
  return a < b ? -1 : a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}
const ORDER = new Intl.Collator("en", { numeric: true });

const floor = (value: bigint, by: bigint): bigint => (value - ((value % by) + by) % by) / by;
const micros = (value: bigint, unit = 2): bigint => (unit === 3 ? floor(value, 1000n) : value * (1_000_000n / (PER_SECOND[unit] ?? 1_000_000n)));
const two = (value: bigint | number): string => String(value).padStart(2, "0");

function clock(value: bigint): string {
  const seconds = value / 1_000_000n, rest = String(value % 1_000_000n).padStart(6, "0").replace(/0+$/, "");
  return `${two(seconds / 3600n)}:${two(seconds / 60n % 60n)}:${two(seconds % 60n)}${rest ? `.${rest}` : ""}`;
}

/** A day of the Gregorian calendar carried back, by counting from 1 March of the year 0; JavaScript's own dates end before DuckDB's. */
function day(days: bigint): string {
  const z = days + 719_468n, era = floor(z, 146_097n), of = z - era * 146_097n;
  const years = (of - of / 1460n + of / 36_524n - of / 146_096n) / 365n, rest = of - (365n * years + years / 4n - years / 100n), m = (5n * rest + 2n) / 153n;
  const month = m < 10n ? m + 3n : m - 9n, year = years + era * 400n + (month <= 2n ? 1n : 0n);
  const written = `${String(year > 0n ? year : 1n - year).padStart(4, "0")}-${two(month)}-${two(rest - (153n * m + 2n) / 5n + 1n)}`;
  return year > 0n ? written : `${written} (BC)`;
}

function interval(months: number, days: number, nanos: bigint): string {
  const count = (n: number, word: string): string => (n ? `${n} ${word}${Math.abs(n) === 1 ? "" : "s"}` : "");
  const time = floor(nanos < 0n ? -nanos : nanos, 1000n);
  const parts = [count(Math.trunc(months / 12), "year"), count(months % 12, "month"), count(days, "day"), time ? `${nanos < 0n ? "-" : ""}${clock(time)}` : ""].filter(Boolean);
  return parts.join(" ") || "00:00:00";
}

const little = (of: Uint8Array): bigint => of.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const bytes = (of: Uint8Array): string => Array.from(of, (b) => (b >= 32 && b < 127 && b !== 92 ? String.fromCharCode(b) : `\\x${b.toString(16).toUpperCase().padStart(2, "0")}`)).join("");
