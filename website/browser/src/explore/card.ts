// What opens at a place of the map: which events are known there, and how closely.
import { h } from "../lib/dom.ts";
import type { Events } from "./decode.ts";
import type { Kinds } from "./kinds.ts";
import type { Stack } from "./places.ts";
import { number, plural, when } from "./words.ts";

// More events than this are read in the table.
const LISTED = 40;
const NAMED = 6;

export interface Choice { readonly words: string; readonly take: () => void }

/** A heading, how closely the places are known, choices, and the newest events with links to their pages. */
export function card(title: string, stacks: readonly Stack[], events: Events, kinds: Kinds, pages: string, choices: readonly Choice[]): HTMLElement {
  const rows = stacks.flatMap((stack) => stack.rows).sort((a, b) => b - a);
  return h("div", { class: "explore-card" },
    h("h2", { tabindex: -1 }, title),
    h("p", { class: "explore-card-sum" }, `${plural(rows.length, "event")}${rows.length === events.size ? "" : " of those shown"}`),
    h("ul", { class: "explore-card-how" }, ...how(stacks, rows, events)),
    choices.length ? h("p", { class: "explore-card-choices" }, ...choices.map(({ words, take }) => h("button", { type: "button", class: "explore-button", onclick: take }, words))) : null,
    h("ol", { class: "explore-card-events", tabindex: 0, "aria-label": `Events, ${title}` }, ...rows.slice(0, LISTED).map((i) => h("li", {},
      h("span", { class: "explore-dot tint", style: `--c:${kinds.groups[kinds.groupOf[i]!]!.colour}`, "aria-hidden": "true" }),
      h("span", {}, h("a", { href: `${pages}${encodeURIComponent(events.words("event_id", i))}.html` }, when(events, i)), ` ${events.label("event_type", events.words("event_type", i))}. ${events.words("summary", i)}`)))),
    rows.length > LISTED ? h("p", { class: "explore-card-sum" }, `The ${LISTED} newest; all ${number(rows.length)} are in the table.`) : null);
}

/** Lines on how closely the places of the events are known, in the words of the schema; several places each by name. */
function how(stacks: readonly Stack[], rows: readonly number[], events: Events): HTMLElement[] {
  const places = new Map<string, number>();
  for (const { place, rows: here } of stacks) places.set(place.name, (places.get(place.name) ?? 0) + here.length);
  if (places.size > 1) {
    const largest = [...places].sort((a, b) => b[1] - a[1]);
    return [...largest.slice(0, NAMED), ...(largest.length > NAMED ? [[plural(largest.length - NAMED, "other place"), largest.slice(NAMED).reduce((sum, [, n]) => sum + n, 0)] as const] : [])]
      .map(([name, n]) => h("li", {}, `${name}: ${number(n)}`));
  }
  const codes = events.field("location_precision").codes ?? [];
  return codes.flatMap(([code, label, meaning]) => {
    const n = rows.filter((i) => events.words("location_precision", i) === code).length;
    return n ? [h("li", {}, h("strong", {}, `${label}: ${number(n)}. `), meaning)] : [];
  });
}
