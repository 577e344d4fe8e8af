// The events as columns: what the page's data file holds, made quick to count and to filter.

export type Cell = string | number | null;

/** A column as it travels: repeated text once, with the place of each event's value; else a plain list. */
export type RawColumn = { readonly of: readonly string[]; readonly at: readonly number[] } | readonly Cell[];

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly title: string;
  /** Value, words for it, and its meaning. */
  readonly codes?: readonly (readonly [string, string, string])[];
  /** Whether a cell holds several names. */
  readonly list?: boolean;
}

export interface Raw {
  readonly version: string;
  readonly size: number;
  readonly separator: string;
  readonly fields: readonly Field[];
  readonly values: Readonly<Record<string, RawColumn>>;
  readonly governorates: Readonly<Record<string, string>>;
  readonly colours: Readonly<Record<string, string>>;
}

/** A column of text: its different values, and for each event the place of its value among them, -1 for none. */
export interface TextColumn { readonly of: readonly string[]; readonly at: Int32Array }

/** A column whose cells may hold several values: for each different cell, the places of its values in `of`. */
export interface Members { readonly of: readonly string[]; readonly sets: readonly (readonly number[])[]; readonly at: Int32Array }

export class Events {
  readonly size: number;
  readonly version: string;
  readonly fields: readonly Field[];
  readonly raw: Raw;
  readonly #text = new Map<string, TextColumn>();
  readonly #numbers = new Map<string, Float64Array>();
  readonly #members = new Map<string, Members>();

  /** Throws if the data do not have the form that they should. */
  constructor(raw: Raw) {
    if (!Array.isArray(raw?.fields) || typeof raw.size !== "number" || !raw.values) throw new Error("the data are not those of the explorer");
    this.raw = raw;
    this.size = raw.size;
    this.version = raw.version;
    this.fields = raw.fields;
    for (const field of raw.fields) {
      const column = raw.values[field.name];
      const length = column === undefined ? -1 : "at" in column && "of" in column ? column.at.length : (column as readonly Cell[]).length;
      if (length !== raw.size) throw new Error(`the column ${field.name} is missing or too short`);
    }
  }

  field(name: string): Field {
    const found = this.fields.find((field) => field.name === name);
    if (!found) throw new Error(`there is no column ${name}`);
    return found;
  }

  /** The value of a cell as the release has it; null where it is empty. */
  cell(name: string, event: number): Cell {
    const column = this.raw.values[name];
    if (column === undefined) throw new Error(`there is no column ${name}`);
    if (!("at" in column && "of" in column)) return (column as readonly Cell[])[event] ?? null;
    return column.of[column.at[event] ?? -1] ?? null;
  }

  /** A cell's text, empty where there is none. */
  words(name: string, event: number): string {
    return String(this.cell(name, event) ?? "");
  }

  /** A number column, NaN where a cell is empty. */
  numbers(name: string): Float64Array {
    return kept(this.#numbers, name, () => Float64Array.from({ length: this.size }, (_, i) => {
      const value = this.cell(name, i);
      return value === null ? Number.NaN : Number(value);
    }));
  }

  /** A text column with its different values in order. */
  text(name: string): TextColumn {
    return kept(this.#text, name, () => {
      const column = this.raw.values[name];
      if (column && "at" in column && "of" in column) return { of: column.of, at: Int32Array.from(column.at) };
      const cells = Array.from({ length: this.size }, (_, i) => this.cell(name, i));
      const of = [...new Set(cells.filter((cell) => cell !== null))].map(String).sort();
      const places = new Map(of.map((value, place) => [value, place]));
      return { of, at: Int32Array.from(cells, (cell) => (cell === null ? -1 : places.get(String(cell)) ?? -1)) };
    });
  }

  /** A column taken apart into the values that its cells hold; one each where the column is no list. */
  members(name: string): Members {
    return kept(this.#members, name, () => {
      const { of, at } = this.text(name);
      if (!this.field(name).list) return { of, at, sets: of.map((_, place) => [place]) };
      const parted = of.map((cell) => [...new Set(cell.split(this.raw.separator))]);
      const names = [...new Set(parted.flat())].sort((a, b) => a.localeCompare(b, "en"));
      const places = new Map(names.map((value, place) => [value, place]));
      return { of: names, at, sets: parted.map((values) => values.map((value) => places.get(value) ?? -1)) };
    });
  }

  /** Words for a value of a column: a code's label, a governorate's or a site's name, else the value itself. */
  label(name: string, value: string): string {
    if (name === "admin1") return this.raw.governorates[value] ?? value;
    if (name === "site_id") return this.#siteNames().get(value) ?? value;
    return this.field(name).codes?.find(([code]) => code === value)?.[1] ?? value;
  }

  #names: Map<string, string> | null = null;
  #siteNames(): Map<string, string> {
    if (!this.#names) {
      this.#names = new Map();
      const ids = this.text("site_id"), names = this.text("site");
      for (let i = 0; i < this.size; i++) {
        const id = ids.of[ids.at[i] ?? -1], name = names.of[names.at[i] ?? -1];
        if (id !== undefined && name !== undefined) this.#names.set(id, name);
      }
    }
    return this.#names;
  }
}

function kept<V>(store: Map<string, V>, key: string, make: () => V): V {
  const found = store.get(key);
  if (found !== undefined) return found;
  const made = make();
  store.set(key, made);
  return made;
}
