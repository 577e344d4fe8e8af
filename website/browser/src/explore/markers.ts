// The marks as elements of the map, which can be pointed at, reached by Tab and opened by Enter.
import * as L from "leaflet";
import { h } from "../lib/dom.ts";
import type { Outline } from "./basemap.ts";
import type { Kinds } from "./kinds.ts";
import { mark, radius, ringRadius } from "./marks.ts";
import { type Spot, placed } from "./names.ts";
import type { Place, Stack } from "./places.ts";
import { type Round, clear, within } from "./plates.ts";
import { type Mark, Spots, one } from "./spots.ts";
import { plural } from "./words.ts";

// Names of places are written from this scale on.
export const NAMES_FROM = 6;
const PLATE = 15;

interface Drawn { readonly marker: L.Marker; readonly looks: string }

export class Markers {
  readonly #map: L.Map;
  readonly #kinds: Kinds;
  readonly #outlines: ReadonlyMap<string, Outline>;
  readonly #open: (mark: Mark, opener: HTMLElement | null) => void;
  readonly #drawn = new Map<string, Drawn>();
  #stacks: readonly Stack[] = [];
  #spots = new Spots([]);
  #marks: readonly Mark[] = [];

  constructor(map: L.Map, kinds: Kinds, outlines: ReadonlyMap<string, Outline>, open: (mark: Mark, opener: HTMLElement | null) => void) {
    this.#map = map;
    this.#kinds = kinds;
    this.#outlines = outlines;
    this.#open = open;
  }

  update(stacks: readonly Stack[]): void {
    this.#stacks = stacks;
    this.#spots = new Spots(stacks);
  }

  /** Draw what the part of the map that is seen needs; what is there already stays, and keeps the focus. */
  draw(): void {
    const box = this.#map.getBounds().pad(0.4);
    const points = this.#spots.marks([box.getWest(), box.getSouth(), box.getEast(), box.getNorth()], this.#map.getZoom());
    this.#marks = [...points, ...this.#plates(points)];
    const sides = this.#sides();
    const gone = new Set(this.#drawn.keys());
    for (const wanted of this.#marks) {
      gone.delete(wanted.key);
      const kinds = summed(wanted.stacks), side = sides.get(wanted.key) ?? "";
      const looks = `${side} ${kinds.join(" ")}`;
      const before = this.#drawn.get(wanted.key);
      before?.marker.setLatLng([wanted.lat, wanted.lon]);
      if (before?.looks === looks) continue;
      const marker = before?.marker ?? this.#added(wanted);
      marker.setIcon(this.#icon(wanted, kinds, side));
      this.#label(marker, wanted, side !== "");
      this.#drawn.set(wanted.key, { marker, looks });
    }
    for (const key of gone) {
      this.#drawn.get(key)?.marker.remove();
      this.#drawn.delete(key);
    }
  }

  /** Light up the mark that stands for a place, and no other. */
  highlight(place: Place | null): void {
    for (const { key, stacks } of this.#marks) this.#drawn.get(key)?.marker.getElement()?.classList.toggle("explore-lit", stacks.some((stack) => stack.place === place));
  }

  /** Governorates, each at a point inside that other marks leave free. */
  #plates(points: readonly Mark[]): Mark[] {
    const taken: Round[] = points.filter(({ shape }) => shape !== "area" && shape !== "near").map((mark) => ({ ...this.#pixels(mark.lat, mark.lon), radius: radius(mark.count) }));
    return this.#stacks.flatMap((stack) => {
      const outline = stack.place.kind === "governorate" ? this.#outlines.get(stack.place.admin1) : undefined;
      if (!outline) return [];
      const where = clear(this.#pixels(...outline.inside), PLATE, taken, ({ x, y }) => {
        const { lat, lng } = this.#map.containerPointToLatLng([x, y]);
        return within([lat, lng], outline.parts);
      });
      taken.push({ ...where, radius: PLATE });
      const { lat, lng } = this.#map.containerPointToLatLng([where.x, where.y]);
      return [one("governorate", stack, lat, lng)];
    });
  }

  #pixels(lat: number, lon: number): L.Point {
    return this.#map.latLngToContainerPoint([lat, lon]);
  }

  /** On which side of its mark a name stands, if it has room. */
  #sides(): Map<string, "right" | "left"> {
    if (this.#map.getZoom() < NAMES_FROM) return new Map();
    const discs = new Set(this.#marks.filter(({ shape }) => shape === "point").map(({ lat, lon }) => `${lat},${lon}`));
    return placed(this.#marks.map(({ key, shape, name, count, lat, lon }): Spot => {
      const ring = shape === "near" || shape === "area";
      const named = shape === "point" || (ring && !discs.has(`${lat},${lon}`));
      const { x, y } = this.#pixels(lat, lon);
      return { key, name: named ? name : "", count, x, y, radius: ring ? ringRadius(shape, count) : shape === "governorate" ? PLATE : radius(count) };
    }));
  }

  #icon({ shape, count, name }: Mark, kinds: readonly number[], side: string): L.DivIcon {
    const { element, size } = mark(shape, kinds, count, this.#kinds);
    // Not as text of the mark, which has a name of its own for who does not see it.
    if (side) element.append(h("span", { class: `explore-name explore-name-${side}`, "data-name": name }));
    return L.divIcon({ className: `explore-marker explore-marker-${shape}`, html: element, iconSize: [size, shape === "governorate" ? 20 : size] });
  }

  #added(wanted: Mark): L.Marker {
    // Rings lie below discs, so that both can be reached.
    const below = { area: -2000, near: -1000, governorate: -500, cluster: 0, point: 0 }[wanted.shape];
    const marker = L.marker([wanted.lat, wanted.lon], { icon: L.divIcon(), keyboard: true, zIndexOffset: below, riseOnHover: wanted.shape === "point" }).addTo(this.#map);
    const open = (): void => {
      const now = this.#marks.find(({ key }) => key === wanted.key);
      if (now) this.#open(now, marker.getElement() ?? null);
    };
    marker.on("click", open);
    marker.on("keydown", ({ originalEvent }) => {
      if (originalEvent.key !== "Enter" && originalEvent.key !== " ") return;
      originalEvent.preventDefault();
      open();
    });
    return marker;
  }

  #label(marker: L.Marker, { shape, name, count, stacks }: Mark, named: boolean): void {
    const how = { point: "at ", near: "near ", area: "around ", governorate: "somewhere in ", cluster: "at " }[shape];
    const words = `${plural(count, "event")} ${how}${shape === "cluster" ? plural(new Set(stacks.map(({ place }) => place.name)).size, "place") : name}`;
    const element = marker.getElement();
    element?.setAttribute("aria-label", words);
    element?.setAttribute("role", "button");
    marker.unbindTooltip();
    if (!named || shape !== "point") marker.bindTooltip(h("span", {}, words), { direction: "top", offset: [0, -8] });
  }
}

/** Events of each kind in several stacks. */
function summed(stacks: readonly Stack[]): number[] {
  return Array.from(stacks[0]!.kinds, (_, kind) => stacks.reduce((sum, stack) => sum + stack.kinds[kind]!, 0));
}
