// What the page knows of the database before it is loaded; website/pages/console.py writes it.

export type Code = readonly [value: string, label: string, description: string];
export interface KnownColumn { readonly name: string; readonly type: string; readonly description: string; readonly link?: string; readonly codes?: readonly Code[] }
export interface KnownTable { readonly name: string; readonly kind: string; readonly rows: number; readonly description: string; readonly link?: string; readonly columns: readonly KnownColumn[] }
export interface Recipe { readonly slug: string; readonly title: string; readonly text: string; readonly sql: string; readonly chart: Readonly<Record<string, string>> }
export interface Place { readonly columns: readonly string[]; readonly form: string; readonly folder: string }
export interface Knowledge {
  readonly database: { readonly path: string; readonly bytes: number; readonly mark: string };
  readonly begin: string;
  readonly tables: readonly KnownTable[];
  readonly recipes: readonly Recipe[];
  readonly places: readonly Place[];
}

/** The tables in which each column is. */
export function columnsOf(tables: readonly KnownTable[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const table of tables) for (const { name } of table.columns) found.set(name, [...(found.get(name) ?? []), table.name]);
  return found;
}

/** Where the value of a column has a page of its own; a value that is no id has none. */
export function placeOf(places: readonly Place[], column: string, value: string): string | null {
  const place = places.find((p) => p.columns.includes(column) && new RegExp(p.form).test(value));
  return place ? `${place.folder}/${encodeURIComponent(value)}.html` : null;
}
