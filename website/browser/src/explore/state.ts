// What a reader has chosen, and how the address of the page says it.

/** Columns by whose values events are chosen; each is a parameter of the address. */
export const FACETS = [
  "country", "admin1", "site_id", "event_type", "weapons", "target_type", "claimed_by", "attributed_to", "occurrence", "killed_state", "injured_state", "location_precision",
] as const;
export type Facet = (typeof FACETS)[number];

/** Columns by which the table can be put in order. */
export const SORTS = ["date_earliest", "event_type", "site", "target_type", "occurrence", "claimed_by", "launched_best", "killed_best", "injured_best", "independent_sources"] as const;
export type SortColumn = (typeof SORTS)[number];

/** The value that stands for an empty cell. */
export const NOT_STATED = "-";
export const PAGE = 50;

export interface View { readonly lat: number; readonly lon: number; readonly zoom: number }

export interface State {
  readonly q: string;
  /** First and last day, empty for no limit. */
  readonly from: string;
  readonly to: string;
  readonly chosen: Readonly<Record<Facet, readonly string[]>>;
  /** At least so many independent sources. */
  readonly sources: number;
  readonly sort: { readonly column: SortColumn; readonly descending: boolean };
  /** Page of the table, from 1. */
  readonly page: number;
  /** Where the map was moved to by hand; null while it follows the events. */
  readonly view: View | null;
}

const NOTHING = Object.fromEntries(FACETS.map((facet) => [facet, []])) as unknown as Record<Facet, readonly string[]>;
export const START: State = {
  q: "", from: "", to: "", chosen: NOTHING, sources: 1, sort: { column: "date_earliest", descending: true }, page: 1, view: null,
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
// Parameters of the search of the site, which say nothing here.
const OTHERS = new Set(["h", "q"]);

export interface Read { readonly state: State; /** What could not be understood, in words. */ readonly notes: readonly string[] }

/** The state that a query string says. `knows` tells whether a facet has a value; what is not known is left out, and noted. */
export function read(query: string, knows: (facet: Facet, value: string) => boolean): Read {
  const notes: string[] = [];
  const state: { -readonly [K in keyof State]: State[K] } = { ...START, chosen: { ...NOTHING } };
  const chosen = { ...NOTHING };
  for (const [name, raw] of parameters(query)) {
    const value = decoded(raw);
    const unknown = (): void => void notes.push(`${name}=${value}`);
    if ((FACETS as readonly string[]).includes(name)) {
      const facet = name as Facet;
      for (const part of raw.split(",").map(decoded).filter(Boolean)) {
        if (part !== NOT_STATED && !knows(facet, part)) notes.push(`${name}=${part}`);
        else if (!chosen[facet].includes(part)) chosen[facet] = [...chosen[facet], part];
      }
    } else if (name === "text") state.q = value.trim();
    else if (name === "from" || name === "to") isDay(value) ? (state[name] = value) : unknown();
    else if (name === "independent_sources") /^[1-9]\d{0,3}$/.test(value) ? (state.sources = Number(value)) : unknown();
    else if (name === "page") /^[1-9]\d{0,5}$/.test(value) ? (state.page = Number(value)) : unknown();
    else if (name === "sort") {
      const column = value.replace(/^-/, "");
      if ((SORTS as readonly string[]).includes(column)) state.sort = { column: column as SortColumn, descending: value.startsWith("-") };
      else unknown();
    } else if (name === "view") {
      const view = viewOf(value);
      if (view) state.view = view;
      else unknown();
    } else if (!OTHERS.has(name)) unknown();
  }
  if (state.from && state.to && state.from > state.to) [state.from, state.to] = [state.to, state.from];
  return { state: { ...state, chosen }, notes };
}

/** The query string that says a state, empty for the first view; `read` gives the same state back. */
export function written(state: State): string {
  const parts: string[] = [];
  const put = (name: string, value: string): void => void parts.push(`${name}=${value}`);
  if (state.q) put("text", encoded(state.q));
  if (state.from) put("from", state.from);
  if (state.to) put("to", state.to);
  for (const facet of FACETS) if (state.chosen[facet].length) put(facet, state.chosen[facet].map(encoded).join(","));
  if (state.sources > 1) put("independent_sources", String(state.sources));
  const { column, descending } = state.sort;
  if (column !== START.sort.column || descending !== START.sort.descending) put("sort", (descending ? "-" : "") + column);
  if (state.page > 1) put("page", String(state.page));
  if (state.view) put("view", [state.view.lat.toFixed(4), state.view.lon.toFixed(4), String(Math.round(state.view.zoom * 100) / 100)].join(","));
  return parts.length ? `?${parts.join("&")}` : "";
}

/** Whether anything is chosen that leaves events out. */
export function filtered(state: State): boolean {
  return Boolean(state.q || state.from || state.to || state.sources > 1 || FACETS.some((facet) => state.chosen[facet].length));
}

/** Whether text is a day of the calendar, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text);
}

function viewOf(text: string): View | null {
  const numbers = text.split(",").map((part) => (/^-?\d+(\.\d+)?$/.test(part) ? Number(part) : Number.NaN));
  const [lat = Number.NaN, lon = Number.NaN, zoom = Number.NaN] = numbers;
  return numbers.length === 3 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 20 ? { lat, lon, zoom } : null;
}

function* parameters(query: string): Generator<[string, string]> {
  for (const part of query.replace(/^\?/, "").split("&")) {
    const [name = "", ...rest] = part.split("=");
    if (name) yield [decoded(name), rest.join("=")];
  }
}

// A comma within a value is written %2C, so that bare ones part the values.
const encoded = (value: string): string => encodeURIComponent(value).replaceAll("%20", "+").replaceAll("%3A", ":");

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
