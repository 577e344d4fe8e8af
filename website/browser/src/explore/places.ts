// Where events are drawn: at a point only if the data have one, else in the governorate, else in the list of the country.
import type { Events } from "./decode.ts";

/** `point`: the place itself; `near`: near it; `area`: somewhere around it; `governorate` and `country`: known no closer. */
export type Kind = "point" | "near" | "area" | "governorate" | "country";

export interface Place {
  readonly kind: Kind;
  /** What it is told apart by; it does not change with the filters. */
  readonly key: string;
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
  /** The governorate or country where no point is known, and for a point those it lies in. */
  readonly admin1: string;
  readonly country: string;
  /** Sites of its events. */
  readonly sites: readonly string[];
}

const KINDS: Readonly<Record<string, Kind>> = { exact: "point", site: "point", near_site: "near", area: "area" };

export interface Atlas { readonly places: readonly Place[]; /** The place of each event. */ readonly of: Int32Array }

/** The place of every event. `outlined` are the governorates that the map has an outline of. */
export function atlas(events: Events, outlined: ReadonlySet<string>): Atlas {
  const places: (Place & { sites: string[] })[] = [];
  const found = new Map<string, number>();
  const lat = events.numbers("latitude"), lon = events.numbers("longitude");
  const of = new Int32Array(events.size);
  for (let i = 0; i < events.size; i++) {
    const admin1 = events.words("admin1", i), country = events.words("country", i), site = events.words("site_id", i);
    const pinned = Number.isFinite(lat[i]!) && Number.isFinite(lon[i]!);
    const kind: Kind = (pinned && KINDS[events.words("location_precision", i)]) || (outlined.has(admin1) ? "governorate" : "country");
    const key = kind === "governorate" ? admin1 : kind === "country" ? country : `${kind} ${lat[i]!},${lon[i]!}`;
    let place = found.get(key);
    if (place === undefined) {
      place = places.length;
      found.set(key, place);
      const name = kind === "governorate" ? events.label("admin1", admin1) : kind === "country" ? events.label("country", country)
        : events.words("site", i) || events.label("admin1", admin1) || events.label("country", country);
      places.push({ kind, key, name, lat: lat[i]!, lon: lon[i]!, admin1, country, sites: [] });
    }
    const sites = places[place]!.sites;
    if (site && !sites.includes(site)) sites.push(site);
    of[i] = place;
  }
  return { places, of };
}

/** A place with the events shown there. */
export interface Stack { readonly place: Place; readonly rows: number[]; /** How many of each kind of event, by the order of the kinds. */ readonly kinds: Uint32Array }

/** The events shown, by place. */
export function stacked(events: Events, { places, of }: Atlas, shown: Uint32Array): Stack[] {
  const kinds = events.text("event_type");
  const stacks = new Map<number, Stack>();
  for (const i of shown) {
    const place = of[i]!;
    let stack = stacks.get(place);
    if (!stack) stacks.set(place, stack = { place: places[place]!, rows: [], kinds: new Uint32Array(kinds.of.length) });
    stack.rows.push(i);
    if (kinds.at[i]! >= 0) stack.kinds[kinds.at[i]!]!++;
  }
  return [...stacks.values()];
}
