// An answer as a Parquet file, written here: DuckDB in the browser would fetch its writer from another host.
import { parquetWriteBuffer } from "hyparquet-writer";
import { type Cell, type Column, Decimal, Moment, shown } from "./values.ts";

type Element = Exclude<Parameters<typeof parquetWriteBuffer>[0]["schema"], undefined>[number];
interface Form { readonly element: Partial<Element>; readonly of: (value: Exclude<Cell, null>) => unknown }

const TEXT: Form = { element: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } }, of: shown };
// Without the newer note of the type, in which this writer gives the width a form that other readers refuse.
const whole = (bitWidth: 8 | 16 | 32 | 64, isSigned: boolean): Form => ({
  element: { type: bitWidth === 64 ? "INT64" : "INT32", converted_type: `${isSigned ? "" : "U"}INT_${bitWidth}` },
  of: (value) => value,
});
const decimal = (precision: number, scale: number): Form => ({
  element: { type: "FIXED_LEN_BYTE_ARRAY", type_length: 16, converted_type: "DECIMAL", precision, scale, logical_type: { type: "DECIMAL", precision, scale } },
  of: (value) => (value instanceof Decimal ? value.unscaled : BigInt(value as bigint)),
});
const FORMS: Readonly<Record<string, Form>> = {
  BOOLEAN: { element: { type: "BOOLEAN" }, of: (value) => value },
  TINYINT: whole(8, true), SMALLINT: whole(16, true), INTEGER: whole(32, true), BIGINT: whole(64, true),
  UTINYINT: whole(8, false), USMALLINT: whole(16, false), UINTEGER: whole(32, false), UBIGINT: whole(64, false),
  HUGEINT: decimal(38, 0),
  FLOAT: { element: { type: "FLOAT" }, of: (value) => value },
  DOUBLE: { element: { type: "DOUBLE" }, of: (value) => value },
  DATE: { element: { type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } }, of: (value) => Number((value as Moment).raw) },
  TIMESTAMP: {
    element: { type: "INT64", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: false, unit: "MICROS" } },
    of: (value) => (value as Moment).raw,
  },
  TIME: { element: { type: "INT64", converted_type: "TIME_MICROS", logical_type: { type: "TIME", isAdjustedToUTC: false, unit: "MICROS" } }, of: (value) => (value as Moment).raw },
};

/** How a column is written; what Parquet has no plain type for is text, as the page shows it. */
function form(column: Column, values: readonly Cell[]): Form {
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(column.type) ?? [];
  if (precision && scale) return decimal(Number(precision), Number(scale));
  // A sum may be greater than the greatest number of 38 digits.
  if (column.type === "HUGEINT" && values.some((value) => typeof value === "bigint" && (value >= 10n ** 38n || value <= -(10n ** 38n)))) return TEXT;
  return FORMS[column.type] ?? TEXT;
}

/** The bytes of a Parquet file with these columns and rows. Columns of one name are told apart by a number. */
export function parquet(columns: readonly Column[], rows: readonly (readonly Cell[])[]): ArrayBuffer {
  const seen = new Map<string, number>();
  const names = columns.map(({ name }) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before ? `${name}_${before}` : name;
  });
  const held = columns.map((column, i) => {
    const values = rows.map((row) => row[i] ?? null);
    const { element, of } = form(column, values);
    return { element, data: values.map((value) => (value === null ? null : of(value))) };
  });
  return parquetWriteBuffer({
    columnData: held.map(({ data }, i) => ({ name: names[i] as string, data })),
    schema: [
      { name: "answer", num_children: columns.length },
      ...held.map(({ element }, i): Element => ({ name: names[i] as string, repetition_type: "OPTIONAL", ...element } as Element)),
    ],
  });
}
