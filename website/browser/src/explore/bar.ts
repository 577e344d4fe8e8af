// What is chosen, as chips that can be taken away; the key figures; and what can be taken along.
import { h } from "../lib/dom.ts";
import type { Events } from "./decode.ts";
import type { Harm } from "./figures.ts";
import type { Model } from "./model.ts";
import { facetLabel, facetTitle } from "./panel.ts";
import { FACETS, filtered } from "./state.ts";
import type { Store } from "./store.ts";
import { number, plural } from "./words.ts";

/** The chips of what is chosen, with one to clear all; nothing if nothing is. */
export function chips(events: Events, store: Store): HTMLElement[] {
  const { state } = store;
  if (!filtered(state)) return [];
  const chip = (words: string, take: () => void): HTMLElement => h("button", { type: "button", class: "explore-chip", "aria-label": `Take away the filter ${words}`, onclick: take }, words, h("span", { "aria-hidden": "true" }, " ×"));
  return [
    ...(state.q ? [chip(`“${state.q}”`, () => store.set({ q: "" }))] : []),
    ...(state.from || state.to ? [chip(state.from && state.to ? `${state.from} to ${state.to}` : state.from ? `from ${state.from}` : `to ${state.to}`, () => store.set({ from: "", to: "" }))] : []),
    ...FACETS.flatMap((facet) => state.chosen[facet].map((value) => chip(`${facetTitle(events, facet)}: ${facetLabel(events, facet, value)}`,
      () => store.choose(facet, store.state.chosen[facet].filter((one) => one !== value))))),
    ...(state.sources > 1 ? [chip(`at least ${state.sources} independent sources`, () => store.set({ sources: 1 }))] : []),
    h("button", { type: "button", class: "explore-chip explore-clear", onclick: () => store.clear() }, "Clear all"),
  ];
}

/** The key figures, each with what it means. */
export function keyFigures(events: Events, { figures }: Model): HTMLElement {
  const figure = (name: string, value: string, ...lines: string[]): HTMLElement => h("div", { class: "explore-figure" }, h("dt", {}, name), h("dd", {}, h("strong", {}, value), ...lines.map((line) => h("span", {}, line))));
  return h("dl", { class: "explore-figures" },
    figure("Events", number(figures.events), figures.events === events.size ? "all there are" : `of ${number(events.size)}`,
      ...(figures.attacks > figures.events ? [`stand for ${plural(figures.attacks, "attack")}`] : [])),
    figure("Sites", number(figures.sites), figures.withoutSite ? `${plural(figures.withoutSite, "event")} at no named site` : "every event at a named site"),
    harm(figure, "Killed", figures.killed), harm(figure, "Injured", figures.injured));
}

function harm(figure: (name: string, value: string, ...lines: string[]) => HTMLElement, name: string, said: Harm): HTMLElement {
  const rest = [`counted in ${plural(said.counted, "event")}`, ...(said.some ? [`some in ${number(said.some)}`] : []), `none in ${number(said.none)}`, `nothing said in ${number(said.notStated)}`].join(" · ");
  if (!said.counted) return figure(name, said.none && !said.some ? "0" : "–", rest);
  const bounds = said.open ? `at least ${number(said.least)}; in ${plural(said.open, "event")} with no upper figure`
    : said.least === said.most ? "on which the reports agree" : `from ${number(said.least)} to ${number(said.most)}`;
  const how = said.withoutBest ? [`by the best figures, and of ${plural(said.withoutBest, "event")} without one by the least`] : [];
  return figure(name, number(said.best), bounds, ...how, rest);
}
