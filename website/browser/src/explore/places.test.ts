import assert from "node:assert/strict";
import { test } from "node:test";
import { basemap } from "./basemap.ts";
import { made } from "./made_up.ts";
import { firstDay, lastDay, monthOf, position, span, steps, tally } from "./months.ts";
import { placed } from "./names.ts";
import { atlas, stacked } from "./places.ts";
import { clear, within } from "./plates.ts";
import { one, Spots } from "./spots.ts";
import { geojson, releaseCsv } from "./taking.ts";

const AT = { latitude: 33.5, longitude: 42.25, country: "IQ", admin1: "IQ-AN", site_id: "st-a", site: "A", event_type: "drone" };
const EVENTS = made([
  { ...AT, event_id: "a", location_precision: "site", date_earliest: "2020-01-31" },
  { ...AT, event_id: "b", location_precision: "near_site", date_earliest: "2020-02-01", summary: 'Said "no", and\nleft.' },
  { ...AT, event_id: "c", location_precision: "area" },
  { ...AT, event_id: "d", location_precision: "site", latitude: null, longitude: null },
  { event_id: "e", location_precision: "admin1", country: "IQ", admin1: "IQ-AN" },
  { event_id: "f", location_precision: "country", country: "SY" },
  { ...AT, event_id: "g", location_precision: "site", latitude: null, longitude: null, admin1: "XX-1" },
  { ...AT, event_id: "h", location_precision: "exact" },
]);
const ALL = Uint32Array.from({ length: EVENTS.size }, (_, i) => i);

test("no event is drawn more closely than it is known", () => {
  const places = atlas(EVENTS, new Set(["IQ-AN"]));
  assert.deepEqual([...places.of].map((place) => places.places[place]?.kind), ["point", "near", "area", "governorate", "governorate", "country", "country", "point"]);
  const stacks = stacked(EVENTS, places, ALL);
  assert.equal(stacks.reduce((sum, { rows }) => sum + rows.length, 0), EVENTS.size);
  assert.deepEqual(stacks.find(({ place }) => place.key === "IQ-AN")?.rows, [3, 4]);
});

test("what is known of one point is never put together as several places", () => {
  const stacks = stacked(EVENTS, atlas(EVENTS, new Set(["IQ-AN"])), ALL);
  for (const zoom of [4, 8, 12]) assert.deepEqual(new Spots(stacks).marks([-180, -85, 180, 85], zoom).map(({ shape, count }) => [shape, count]), [["point", 2], ["near", 1], ["area", 1]]);
  assert.equal(one("governorate", stacks.find(({ place }) => place.kind === "governorate")!, 1, 2).count, 2);
});

test("GeoJSON has a point only where the data have one", () => {
  const { features } = geojson(EVENTS, [0, 4]);
  assert.deepEqual(features.map(({ geometry }) => geometry), [{ type: "Point", coordinates: [42.25, 33.5] }, null]);
  assert.deepEqual(features.map(({ properties }) => properties?.["location_precision"]), ["site", "admin1"]);
});

test("CSV is written as the release writes it", () => {
  const [head, ...rows] = releaseCsv(EVENTS, [1]).split(/\n(?!left)/);
  assert.ok(head?.startsWith("event_id,date_earliest,"));
  assert.ok(rows[0]?.startsWith('"b",2020-02-01,,'));
  assert.ok(rows[0]?.includes('"Said ""no"", and\nleft."') && rows[0].includes(",33.5,42.25,"));
});

test("months and their parts", () => {
  assert.deepEqual(["1969-12-31", "1970-01-01", "2020-02-29"].map(monthOf), [-1, 0, 601]);
  assert.deepEqual([firstDay(601), lastDay(601), firstDay(-1)], ["2020-02-01", "2020-02-29", "1969-12-01"]);
  assert.equal(position("2020-02-15"), 601 + 14 / 29);
  const months = span(EVENTS);
  assert.deepEqual(tally(EVENTS, Uint32Array.of(0, 1), months, new Int32Array(EVENTS.size), 1).map((sums) => [...sums]), [[1, 1]]);
  assert.deepEqual([steps(103), steps(3), steps(0)], [[0, 50, 100], [0, 1, 2, 3], [0]]);
});

test("outlines come back from their steps, and a point is known to be inside", () => {
  const { countries: [square] } = basemap({ grid: 10, governorates: [], countries: [{ code: "XX", name: "Square", inside: [1, 1], parts: [[[0, 0, 20, 0, 0, 20, -20, 0, 0, -20]]] }] });
  assert.deepEqual(square?.parts, [[[[0, 0], [0, 2], [2, 2], [2, 0], [0, 0]]]]);
  assert.deepEqual([within([1, 1], square.parts), within([3, 1], square.parts)], [true, false]);
});

test("a plate makes way for a disc, and stays inside", () => {
  const inside = ({ x }: { x: number }): boolean => x <= 0;
  const at = clear({ x: 0, y: 0 }, 10, [{ x: 5, y: 0, radius: 10 }], inside);
  assert.ok(at.x < 0 && Math.hypot(at.x - 5, at.y) >= 20);
  assert.deepEqual(clear({ x: 0, y: 0 }, 10, [{ x: 0, y: 0, radius: 900 }], inside), { x: 0, y: 0 });
});

test("names do not lie on each other", () => {
  const spot = (key: string, x: number, count: number) => ({ key, name: "A long name", count, x, y: 0, radius: 5 });
  assert.deepEqual([...placed([spot("small", 60, 1), spot("large", 0, 9)])], [["large", "left"], ["small", "right"]]);
});
