// How places look on the map: a disc at a point, a broken ring around it where the place is less sure, a plate in a governorate.
import { h } from "../lib/dom.ts";
import type { Group, Kinds } from "./kinds.ts";
import { s } from "./svg.ts";
import { number } from "./words.ts";

export type Shape = "point" | "near" | "area" | "cluster" | "governorate";

/** Half the width of a disc that stands for so many events; its surface grows with them. */
export const radius = (count: number): number => (count <= 1 ? 6.5 : Math.min(36, 8.5 + 2.1 * Math.sqrt(count)));
/** Half the width of a ring: always clearly wider than the disc of as many events. It measures nothing on the ground. */
export const ringRadius = (shape: "near" | "area", count: number): number => radius(count) + (shape === "near" ? 9 : 20);

/** The picture of a place, and how wide it is. */
export function mark(shape: Shape, kinds: ArrayLike<number>, count: number, colours: Kinds): { element: HTMLElement; size: number } {
  if (shape === "governorate") {
    const text = number(count);
    const size = 20 + 7 * text.length;
    return { element: h("span", { class: "explore-plate", style: `width:${size}px` }, text), size };
  }
  if (shape === "near" || shape === "area") return ring(shape, kinds, count, colours);
  return disc(shape, kinds, count, colours);
}

function disc(shape: "point" | "cluster", kinds: ArrayLike<number>, count: number, colours: Kinds): { element: HTMLElement; size: number } {
  const r = radius(count), size = Math.ceil(2 * r + 4), middle = size / 2;
  const svg = s("svg", { viewBox: `0 0 ${size} ${size}`, width: size, height: size, "aria-hidden": "true", class: `explore-disc explore-${shape}` });
  const groups = colours.grouped(kinds);
  svg.append(s("circle", { cx: middle, cy: middle, r: r + 1.2, class: "explore-halo" }));
  svg.append(...slices(groups, colours.groups, count, middle, r));
  if (count > 1) {
    svg.append(s("circle", { cx: middle, cy: middle, r: Math.max(r - (shape === "cluster" ? 5 : 4.5), 5.5), class: "explore-hole" }));
    svg.append(s("text", { x: middle, y: middle, "text-anchor": "middle", "dominant-baseline": "central", "font-size": count > 999 ? 10 : count > 99 ? 12 : count > 9 ? 11.5 : 10.5 }, number(count)));
  }
  return { element: h("span", { class: "explore-mark" }, svg as unknown as Node), size };
}

function ring(shape: "near" | "area", kinds: ArrayLike<number>, count: number, colours: Kinds): { element: HTMLElement; size: number } {
  const r = ringRadius(shape, count), size = Math.ceil(2 * r + 4), middle = size / 2;
  const groups = colours.grouped(kinds);
  const main = colours.groups[groups.indexOf(Math.max(...groups))]!;
  const text = number(count);
  const wide = 10 + 6.5 * text.length;
  const svg = s("svg", { viewBox: `0 0 ${size} ${size}`, width: size, height: size, "aria-hidden": "true", class: `explore-ring explore-${shape} tint`, style: `--c:${main.colour}` },
    s("circle", { cx: middle, cy: middle, r, "stroke-dasharray": shape === "near" ? "7 4" : "2 5", "stroke-linecap": "round" }),
    s("rect", { x: middle - wide / 2, y: middle - r - 2 > 0 ? middle - r - 2 : 0, width: wide, height: 15, rx: 7.5 }),
    s("text", { x: middle, y: Math.max(middle - r - 2, 0) + 7.8, "text-anchor": "middle", "dominant-baseline": "central", "font-size": 10.5 }, text));
  return { element: h("span", { class: "explore-mark" }, svg as unknown as Node), size };
}

/** The disc cut into slices, one for each colour. */
function slices(groups: readonly number[], names: readonly Group[], count: number, middle: number, r: number): SVGElement[] {
  let from = 0;
  return groups.flatMap((n, group) => {
    if (!n) return [];
    const style = `--c:${names[group]!.colour}`;
    if (n === count) return [s("circle", { cx: middle, cy: middle, r, class: "tint", style })];
    const to = from + n / count;
    const at = (part: number): string => `${(middle + r * Math.sin(2 * Math.PI * part)).toFixed(2)},${(middle - r * Math.cos(2 * Math.PI * part)).toFixed(2)}`;
    const path = s("path", { d: `M${middle},${middle}L${at(from)}A${r},${r},0,${n / count > 0.5 ? 1 : 0},1,${at(to)}Z`, class: "tint", style });
    from = to;
    return [path];
  });
}
