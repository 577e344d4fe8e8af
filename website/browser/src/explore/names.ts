// Which names of places are written on the map: those of the largest first, none over another or over a mark.

export interface Spot { readonly key: string; readonly name: string; readonly count: number; readonly x: number; readonly y: number; readonly radius: number }
type Box = readonly [left: number, top: number, right: number, bottom: number];

const LETTER = 6.4, HIGH = 15, GAP = 4;

/** For each spot whose name has room, the side on which it stands. */
export function placed(spots: readonly Spot[]): Map<string, "right" | "left"> {
  const taken: Box[] = spots.map(({ x, y, radius }) => [x - radius, y - radius, x + radius, y + radius]);
  const sides = new Map<string, "right" | "left">();
  for (const { key, name, x, y, radius } of [...spots].sort((a, b) => b.count - a.count)) {
    if (!name) continue;
    const wide = name.length * LETTER;
    for (const side of ["right", "left"] as const) {
      const left = side === "right" ? x + radius + GAP : x - radius - GAP - wide;
      const box: Box = [left, y - HIGH / 2, left + wide, y + HIGH / 2];
      if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
      taken.push(box);
      sides.set(key, side);
      break;
    }
  }
  return sides;
}
