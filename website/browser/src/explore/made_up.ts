// Made-up events for the tests of the explorer: few and known, or many and at random.
import { Events, type Field, type Raw } from "./decode.ts";

const FIELDS: readonly Field[] = [
  ...["event_id", "date_earliest", "date_latest", "date_precision", "event_type", "country", "admin1", "site_id", "site", "place_detail", "location_precision", "target_type", "occurrence", "summary", "killed_state", "injured_state"]
    .map((name) => ({ name, type: name.startsWith("date_e") || name.startsWith("date_l") ? "date" : "string", title: name })),
  ...["targets", "weapons", "claimed_by", "attributed_to"].map((name) => ({ name, type: "string", title: name, list: true })),
  ...["latitude", "longitude"].map((name) => ({ name, type: "number", title: name })),
  ...["composite_count", "independent_sources", "killed_best", "killed_min", "killed_max", "injured_best", "injured_min", "injured_max"].map((name) => ({ name, type: "integer", title: name })),
];
export type Row = Readonly<Record<string, string | number | null>>;

/** Events of some rows; what a row leaves out is empty. */
export function made(rows: readonly Row[]): Events {
  const values = Object.fromEntries(FIELDS.map(({ name, type }) => {
    const cells = rows.map((row) => row[name] ?? null);
    if (type === "integer" || type === "number" || name === "event_id" || name === "summary") return [name, cells];
    const of = [...new Set(cells.filter((cell) => cell !== null))].map(String).sort();
    const places = new Map(of.map((value, place) => [value, place]));
    return [name, { of, at: cells.map((cell) => places.get(String(cell)) ?? -1) }];
  }));
  const raw: Raw = { version: "0", size: rows.length, separator: "; ", fields: FIELDS, values, governorates: { "IQ-AN": "Anbar" }, colours: { drone: "#00f" } };
  return new Events(raw);
}

/** Numbers from 0 to 1 that are the same at every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** So many rows at random. */
export function many(size: number, seed = 7): Row[] {
  const next = random(seed);
  const pick = <T>(...values: readonly T[]): T => values[Math.floor(next() * values.length)]!;
  return Array.from({ length: size }, (_, i) => {
    const site = Math.floor(next() * 300);
    return {
      event_id: `ev-${i}`, date_earliest: new Date(Date.UTC(2015, 0, 1) + Math.floor(next() * 4000) * 86_400_000).toISOString().slice(0, 10), date_precision: "day",
      event_type: pick("drone", "rocket", "missile", "mortar"), country: pick("IQ", "SY"), admin1: pick("IQ-AN", "IQ-BG", "SY-DY", null), site_id: next() < 0.8 ? `st-${site}` : null, site: `Site ${site}`,
      location_precision: pick("site", "near_site", "area", "admin1", "country"), latitude: next() < 0.7 ? 30 + (site % 20) / 3 : null, longitude: 40 + (site % 17) / 3,
      target_type: pick("foreign_forces", "energy"), occurrence: pick("confirmed", "probable", "claimed_only"), summary: `A ${pick("drone", "rocket", "shell")} fell near ${pick("a wall", "the gate", "Bréville")} on the ${i % 31}th.`,
      weapons: pick(null, "Katyusha", "Katyusha; Shahed"), claimed_by: pick(null, "Group", "Group; Other"), attributed_to: pick(null, "Other"),
      killed_state: pick(null, "none", "some", "counted"), independent_sources: 1 + Math.floor(next() * 5),
    };
  });
}
