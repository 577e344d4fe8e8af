// Where the plate of a governorate stands: inside its outline, and clear of other marks where there is room.

export interface Round { readonly x: number; readonly y: number; readonly radius: number }
export interface Point { readonly x: number; readonly y: number }

const DIRECTIONS = 12, STEP = 14, FARTHEST = 5;

/** The nearest place to `middle` that is inside and clear of all that is taken; `middle` itself if there is none. */
export function clear(middle: Point, radius: number, taken: readonly Round[], inside: (point: Point) => boolean): Point {
  const free = (point: Point): boolean => taken.every((other) => Math.hypot(point.x - other.x, point.y - other.y) >= radius + other.radius);
  if (free(middle)) return middle;
  for (let ring = 1; ring <= FARTHEST; ring++) {
    for (let n = 0; n < DIRECTIONS; n++) {
      const angle = (2 * Math.PI * n) / DIRECTIONS;
      const point = { x: middle.x + ring * STEP * Math.cos(angle), y: middle.y + ring * STEP * Math.sin(angle) };
      if (free(point) && inside(point)) return point;
    }
  }
  return middle;
}

/** Whether a point is inside polygons, each a list of rings; by how often a line from it crosses them. */
export function within([lat, lon]: readonly [number, number], parts: readonly (readonly (readonly (readonly [number, number])[])[])[]): boolean {
  let crossed = false;
  for (const ring of parts.flat()) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [y, x] = ring[i]!, [y2, x2] = ring[j]!;
      if ((y > lat) !== (y2 > lat) && lon < ((x2 - x) * (lat - y)) / (y2 - y) + x) crossed = !crossed;
    }
  }
  return crossed;
}
