// What is marked on the map at a scale: places, those that lie close together as one, and governorates.
import Supercluster from "supercluster";
import type { Shape } from "./marks.ts";
import type { Stack } from "./places.ts";

/** One mark: what it stands for, and where it is. A mark keeps its key while the map moves. */
export interface Mark {
  readonly key: string;
  readonly shape: Shape;
  readonly lat: number;
  readonly lon: number;
  readonly stacks: readonly Stack[];
  readonly count: number;
  readonly name: string;
}

/** Beyond this scale nothing is put together. */
const CLUSTERED_TO = 8;
const RADIUS = 34;
type Box = [west: number, south: number, east: number, north: number];

export class Spots {
  readonly #spots: readonly (readonly Stack[])[];
  readonly #index: Supercluster<{ spot: number }, { count: number }>;

  /** Whatever is known of one point is one spot, for no scale would part it. */
  constructor(stacks: readonly Stack[]) {
    const spots = new Map<string, Stack[]>();
    for (const stack of stacks) {
      if (stack.place.kind === "governorate" || stack.place.kind === "country") continue;
      const key = `${stack.place.lat},${stack.place.lon}`;
      const here = spots.get(key);
      if (here) here.push(stack);
      else spots.set(key, [stack]);
    }
    this.#spots = [...spots.values()];
    this.#index = new Supercluster({
      radius: RADIUS, extent: 256, maxZoom: CLUSTERED_TO,
      map: ({ spot }) => ({ count: this.#spots[spot]!.reduce((sum, { rows }) => sum + rows.length, 0) }),
      reduce: (sum, one) => void (sum.count += one.count),
    });
    this.#index.load(this.#spots.map((here, spot) => ({ type: "Feature", properties: { spot }, geometry: { type: "Point", coordinates: [here[0]!.place.lon, here[0]!.place.lat] } })));
  }

  /** The marks within a box, in degrees. */
  marks(box: Box, zoom: number): Mark[] {
    return this.#index.getClusters(box, Math.round(zoom)).flatMap(({ geometry: { coordinates: [lon = 0, lat = 0] }, properties }): Mark[] => {
      if (!("cluster" in properties)) return this.#spots[properties.spot]!.map((stack) => one(stack.place.kind as Shape, stack, stack.place.lat, stack.place.lon));
      const stacks = this.#index.getLeaves(properties.cluster_id, Infinity).flatMap((leaf) => this.#spots[leaf.properties.spot]!);
      return [{ key: `cluster ${stacks.map(({ place }) => place.key).sort()[0]}`, shape: "cluster", lat, lon, stacks, count: properties.count, name: "" }];
    });
  }
}

/** The mark of one stack. */
export function one(shape: Shape, stack: Stack, lat: number, lon: number): Mark {
  return { key: stack.place.key, shape, lat, lon, stacks: [stack], count: stack.rows.length, name: stack.place.name };
}
