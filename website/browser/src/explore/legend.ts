// What the marks of the map mean.
import { h } from "../lib/dom.ts";
import type { Kinds } from "./kinds.ts";
import { type Shape, mark } from "./marks.ts";

const MEANINGS: readonly (readonly [Shape, number, string])[] = [
  ["point", 3, "At this place. The number counts events, the colours their kinds."],
  ["near", 1, "Near it, and outside it."],
  ["area", 1, "Somewhere around; the point is only a handle."],
  ["governorate", 4, "Known only to the governorate, or at a site without a point."],
];

/** The key to the map, closed where there is little room. */
export function legend(kinds: Kinds): HTMLElement {
  const sample = new Array<number>(kinds.groupOfKind.length).fill(0);
  return h("details", { class: "explore-legend", open: matchMedia("(min-width: 60em)").matches },
    h("summary", {}, "Key to the map"),
    h("ul", {}, ...MEANINGS.map(([shape, count, words]) => {
      const counts = [...sample];
      for (let n = 0; n < count; n++) counts[n % Math.max(counts.length, 1)]!++;
      return h("li", {}, h("span", { class: "explore-legend-mark" }, mark(shape, counts, count, kinds).element), h("span", {}, words));
    })),
    h("p", {}, "A ring has no measured size. Discs that would lie on each other are one until the map is nearer."));
}
