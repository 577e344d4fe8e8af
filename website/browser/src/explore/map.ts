// The map: what is shown, drawn as closely as its place is known and no closer.
import * as L from "leaflet";
import { add, h } from "../lib/dom.ts";
import type { Basemap, Outline } from "./basemap.ts";
import { type Choice, card } from "./card.ts";
import type { Events } from "./decode.ts";
import type { Kinds } from "./kinds.ts";
import { legend } from "./legend.ts";
import { Markers, NAMES_FROM } from "./markers.ts";
import type { Model } from "./model.ts";
import type { Atlas, Stack } from "./places.ts";
import type { View } from "./state.ts";
import { number, plural } from "./words.ts";

const ZOOMS = { least: 4, most: 12, fitted: 7.5 } as const;
// What there is to see when no event is shown: the two countries of which most is told.
const EVERYWHERE: L.LatLngBoundsExpression = [[29.2, 34.5], [37.5, 48.7]];
// A governorate is never shaded as darkly for fewer events than this.
const SHADED = 10;
const MOVES = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "+", "=", "-", "_"]);

export interface Wishes {
  /** Show only events of these sites, this governorate, or this country. */
  only(wish: { sites?: readonly string[]; admin1?: string; country?: string }): void;
  /** The map was moved by hand, or is to follow the events again. */
  moved(view: View | null): void;
}

export class MapView {
  readonly #map: L.Map;
  readonly #events: Events;
  readonly #kinds: Kinds;
  readonly #atlas: Atlas;
  readonly #governorates: ReadonlyMap<string, Outline>;
  readonly #countries: ReadonlyMap<string, Outline>;
  readonly #shades = new Map<string, L.Polygon>();
  readonly #markers: Markers;
  readonly #wishes: Wishes;
  readonly #pages: string;
  readonly #afar = h("div", { class: "explore-afar", role: "group", "aria-label": "Events known only to the country" });
  readonly #legend: HTMLElement;
  readonly #popup: L.Popup;
  #stacks: readonly Stack[] = [];
  #open: { readonly keys: ReadonlySet<string>; readonly opener: HTMLElement | null } | null = null;
  #byHand = false;
  #follows = true;
  #highlighted: number | null = null;

  constructor(section: HTMLElement, events: Events, atlas: Atlas, base: Basemap, kinds: Kinds, pages: string, wishes: Wishes) {
    this.#events = events;
    this.#kinds = kinds;
    this.#atlas = atlas;
    this.#pages = pages;
    this.#wishes = wishes;
    this.#governorates = new Map(base.governorates.map((one) => [one.code, one]));
    this.#countries = new Map(base.countries.map((one) => [one.code, one]));
    const box = h("div", { class: "explore-map-box", role: "region", "aria-label": "Map. Arrow keys move it, plus and minus change its scale; the table below says the same in words." });
    const fit = h("button", { type: "button", class: "explore-button explore-fit", onclick: () => this.#wishes.moved(null) }, "Fit to events");
    this.#legend = legend(kinds);
    add(section, [box, fit, this.#afar, this.#legend]);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    // The page scrolls past the map: one finger moves the page and two the map, and the wheel is the map's once the map was clicked.
    const touched = matchMedia("(pointer: coarse)").matches;
    this.#map = L.map(box, {
      zoomSnap: 0.25, zoomDelta: 1, wheelPxPerZoomLevel: 100, minZoom: ZOOMS.least, maxZoom: ZOOMS.most, maxBounds: [[8, 15], [48, 75]], maxBoundsViscosity: 0.6,
      renderer: L.svg({ padding: 0.6 }), zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still, attributionControl: false, dragging: !touched, scrollWheelZoom: false,
    }).fitBounds(EVERYWHERE, { animate: false });
    box.addEventListener("focusin", () => this.#map.scrollWheelZoom.enable());
    box.addEventListener("focusout", () => this.#map.scrollWheelZoom.disable());
    L.control.attribution({ prefix: false }).addAttribution("Outlines: Natural Earth").addTo(this.#map);
    this.#popup = L.popup({ minWidth: 230, className: "explore-popup" });
    this.#markers = new Markers(this.#map, kinds, this.#governorates, ({ stacks, lat, lon }, opener) => this.#show(L.latLng(lat, lon), stacks, opener));
    this.#ground(base);
    this.#listen(box);
  }

  /** Draw what is shown. The map follows the events while it was not moved by hand, and stands still while `steady`. */
  update({ stacks, state: { view } }: Model, steady: boolean): void {
    this.#stacks = stacks;
    this.#markers.update(stacks);
    this.#shade();
    this.#listAfar();
    this.#follows = view === null;
    if (view) this.#move(view);
    else if (!steady) this.#fit();
    this.#draw();
    this.#refresh();
  }

  /** Show where one event is, or none. */
  highlight(event: number | null): void {
    this.#highlighted = event;
    const place = event === null ? null : this.#atlas.places[this.#atlas.of[event]!]!;
    this.#markers.highlight(place);
    for (const [code, shade] of this.#shades) shade.getElement()?.classList.toggle("explore-lit", place?.kind === "governorate" && place.admin1 === code);
    for (const button of this.#afar.querySelectorAll<HTMLElement>("[data-country]")) button.classList.toggle("explore-lit", place?.kind === "country" && place.country === button.dataset["country"]);
  }

  #draw(): void {
    this.#markers.draw();
    this.highlight(this.#highlighted);
  }

  #ground(base: Basemap): void {
    const polygon = (one: Outline, className: string, interactive: boolean): L.Polygon => L.polygon(one.parts as unknown as L.LatLngExpression[][][], { className, interactive, weight: 1, smoothFactor: 0.6 }).addTo(this.#map);
    for (const one of base.countries) polygon(one, "explore-country", false);
    for (const one of base.governorates) this.#shades.set(one.code, polygon(one, "explore-governorate", true).on("click", ({ latlng }) => this.#openGovernorate(one.code, latlng)));
    for (const [outlines, className] of [[base.countries, "explore-country-name"], [base.governorates, "explore-governorate-name"]] as const) {
      for (const { inside: [lat, lon], name } of outlines) {
        L.marker([lat, lon], { icon: L.divIcon({ className, html: h("span", { "aria-hidden": "true" }, name), iconSize: [0, 0] }), interactive: false, keyboard: false, zIndexOffset: -5000 }).addTo(this.#map);
      }
    }
  }

  #listen(box: HTMLElement): void {
    const hand = (): void => void (this.#byHand = true);
    this.#map.on("dragstart dblclick", hand);
    box.addEventListener("wheel", ({ target }) => target instanceof Element && !target.closest(".leaflet-popup") && hand(), { passive: true });
    box.addEventListener("keydown", ({ key }) => MOVES.has(key) && hand(), { capture: true });
    box.addEventListener("keydown", ({ key }) => key === "Escape" && this.#map.closePopup());
    box.addEventListener("touchstart", ({ touches }) => touches.length > 1 && hand(), { passive: true });
    box.querySelector(".leaflet-control-zoom")?.addEventListener("click", hand, { capture: true });
    this.#map.on("moveend", () => {
      this.#draw();
      this.#map.getContainer().classList.toggle("explore-close", this.#map.getZoom() >= NAMES_FROM + 0.75);
      if (!this.#byHand) return;
      const { lat, lng } = this.#map.getCenter();
      this.#byHand = false;
      this.#wishes.moved({ lat: round(lat), lon: round(lng), zoom: this.#map.getZoom() });
    });
    this.#map.on("resize", () => this.#follows && this.#fit());
    this.#map.on("popupclose", () => {
      const opener = this.#open?.opener;
      this.#open = null;
      // The focus goes back to where it was, unless something else has taken it.
      if (opener?.isConnected && (document.activeElement === document.body || document.activeElement?.closest(".leaflet-popup"))) opener.focus({ preventScroll: true });
    });
    // The room changes with the filters beside it and with the window.
    new ResizeObserver(() => this.#map.invalidateSize({ animate: false })).observe(box);
  }

  #move(view: View): void {
    const { lat, lng } = this.#map.getCenter();
    if (round(lat) === view.lat && round(lng) === view.lon && this.#map.getZoom() === view.zoom) return;
    this.#byHand = false;
    this.#map.setView([view.lat, view.lon], view.zoom, { animate: false });
  }

  #fit(): void {
    const bounds = L.latLngBounds([]);
    const whole = (one: Outline | undefined): void => one?.parts.forEach((part) => part[0]?.forEach((point) => bounds.extend(point as [number, number])));
    for (const { place } of this.#stacks) {
      if (place.kind === "governorate") whole(this.#governorates.get(place.admin1));
      else if (place.kind !== "country") bounds.extend([place.lat, place.lon]);
    }
    if (!bounds.isValid()) for (const { place } of this.#stacks) whole(this.#countries.get(place.country));
    this.#byHand = false;
    this.#map.fitBounds(bounds.isValid() ? bounds : EVERYWHERE, { animate: false, maxZoom: ZOOMS.fitted, paddingTopLeft: [30, 30], paddingBottomRight: [30 + this.#beside(), 40] });
  }

  /** How much of the right side the key to the map takes, if there is room beside it. */
  #beside(): number {
    const wide = this.#legend.offsetWidth;
    return this.#legend.hasAttribute("open") && this.#map.getSize().x > 3 * wide ? wide : 0;
  }

  /** The more events are known only to a governorate, the darker it is. */
  #shade(): void {
    const shown = new Map(this.#stacks.filter(({ place }) => place.kind === "governorate").map((stack) => [stack.place.admin1, stack.rows.length]));
    const most = Math.max(1, ...shown.values());
    for (const [code, shade] of this.#shades) {
      const count = shown.get(code) ?? 0, path = shade.getElement() as SVGElement | undefined;
      path?.classList.toggle("explore-shaded", count > 0);
      path?.style.setProperty("--share", String(count ? 0.08 + 0.24 * Math.sqrt(count / Math.max(most, SHADED)) : 0));
    }
  }

  #listAfar(): void {
    const focused = this.#afar.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["country"] : undefined;
    const afar = this.#stacks.filter(({ place }) => place.kind === "country").sort((a, b) => b.rows.length - a.rows.length);
    this.#afar.hidden = !afar.length;
    this.#afar.replaceChildren(h("span", {}, "Known only to the country:"), ...afar.map((stack) => {
      const button = h("button", { type: "button", class: "explore-button", "data-country": stack.place.country }, `${stack.place.name} `, h("b", {}, number(stack.rows.length)));
      button.addEventListener("click", () => this.#show(this.#map.getCenter(), this.#stacks.filter(({ place }) => place.key === stack.place.key), button));
      return button;
    }));
    if (focused) this.#afar.querySelector<HTMLElement>(`[data-country="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  #openGovernorate(code: string, where: L.LatLng): void {
    const stacks = this.#stacks.filter(({ place }) => place.kind === "governorate" && place.admin1 === code);
    if (stacks.length) this.#show(where, stacks, null);
  }

  #show(where: L.LatLng, stacks: readonly Stack[], opener: HTMLElement | null): void {
    this.#map.closePopup();
    const { x, y } = this.#map.getSize();
    Object.assign(this.#popup.options, { autoPanPaddingTopLeft: [12, 12], autoPanPaddingBottomRight: [12 + this.#beside(), 12], maxHeight: Math.max(180, y - 90), maxWidth: Math.min(340, x - 60) });
    this.#popup.setLatLng(where).setContent(this.#card(stacks)).openOn(this.#map);
    this.#popup.getElement()?.classList.toggle("explore-tipless", stacks[0]?.place.kind === "country");
    this.#open = { keys: new Set(stacks.map(({ place }) => place.key)), opener };
    this.#popup.getElement()?.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }

  #card(stacks: readonly Stack[]): HTMLElement {
    const names = [...new Set(stacks.map(({ place }) => place.name))], name = names[0] ?? "";
    const vague = ["governorate", "country"].includes(stacks[0]!.place.kind);
    return card(vague ? `Somewhere in ${name}` : names.length === 1 ? name : plural(names.length, "place"), stacks, this.#events, this.#kinds, this.#pages, this.#choices(stacks, names));
  }

  #choices(stacks: readonly Stack[], names: readonly string[]): Choice[] {
    const close = (then: () => void) => (): void => {
      this.#map.closePopup();
      then();
    };
    const { kind, admin1, country } = stacks[0]!.place;
    const only = (words: string, wish: Parameters<Wishes["only"]>[0]): Choice => ({ words, take: close(() => this.#wishes.only(wish)) });
    if (kind === "governorate") return [only(`Show only ${names[0]}`, { admin1 })];
    if (kind === "country") return [only(`Show only ${names[0]}`, { country })];
    const sites = [...new Set(stacks.flatMap(({ place }) => place.sites))];
    const closer = (): void => {
      this.#byHand = true;
      this.#map.fitBounds(L.latLngBounds(stacks.map(({ place }) => [place.lat, place.lon])), { maxZoom: ZOOMS.most, padding: [60, 60], animate: false });
    };
    return [
      ...(sites.length && stacks.every(({ place }) => place.sites.length) ? [only(names.length === 1 ? "Show only this place" : "Show only these places", { sites })] : []),
      ...(names.length > 1 ? [{ words: "Look closer", take: close(closer) }] : []),
    ];
  }

  /** What is open keeps to what is shown. */
  #refresh(): void {
    const open = this.#open;
    if (!open) return;
    const stacks = this.#stacks.filter(({ place }) => open.keys.has(place.key));
    if (stacks.length) this.#popup.setContent(this.#card(stacks));
    else this.#map.closePopup();
  }
}

const round = (degrees: number): number => Math.round(degrees * 10_000) / 10_000;
