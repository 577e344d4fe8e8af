// What a reader takes away: the rows shown, as they are in the release.
import type { Feature, FeatureCollection, Point } from "geojson";
import type { Events } from "./decode.ts";

/** Rows as CSV, written as the release writes its own: every column, text in quotes, empty cells bare. */
export function releaseCsv(events: Events, rows: ArrayLike<number>): string {
  const columns = events.fields.map(({ name, type }) => ({ name, quoted: type === "string" }));
  const lines = [columns.map(({ name }) => name).join(",")];
  for (const i of Array.from(rows)) {
    lines.push(columns.map(({ name, quoted }) => {
      const cell = events.cell(name, i);
      return cell === null ? "" : quoted ? `"${String(cell).replaceAll('"', '""')}"` : String(cell);
    }).join(","));
  }
  return lines.join("\n") + "\n";
}

/** Rows as GeoJSON: a point where the data have one, else no geometry, so that no place is made up. */
export function geojson(events: Events, rows: ArrayLike<number>): FeatureCollection<Point | null> {
  const lat = events.numbers("latitude"), lon = events.numbers("longitude");
  const columns = events.fields.map(({ name }) => name).filter((name) => name !== "latitude" && name !== "longitude");
  return {
    type: "FeatureCollection",
    features: Array.from(rows, (i): Feature<Point | null> => ({
      type: "Feature",
      id: events.words("event_id", i),
      geometry: Number.isFinite(lat[i]!) && Number.isFinite(lon[i]!) ? { type: "Point", coordinates: [lon[i]!, lat[i]!] } : null,
      properties: Object.fromEntries(columns.map((name) => [name, events.cell(name, i)])),
    })),
  };
}
