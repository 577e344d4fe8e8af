// The filters: a search, and for each column its values with how many events each would show.
import { add, h } from "../lib/dom.ts";
import type { Events } from "./decode.ts";
import { type Counts, folded } from "./filters.ts";
import type { Model } from "./model.ts";
import { FACETS, type Facet, NOT_STATED } from "./state.ts";
import type { Store } from "./store.ts";
import { number } from "./words.ts";

// Values of a list that is longer can be searched; of a very long one only so many stand in the page.
const SEARCHED_FROM = 9, LISTED = 100;
const OPEN: readonly Facet[] = ["country", "event_type", "occurrence"];
const ANYBODY: Partial<Record<Facet, readonly [string, readonly string[]]>> = {
  killed_state: ["Anybody killed", ["counted", "some"]],
  injured_state: ["Anybody injured", ["counted", "some"]],
};
const SAID: Readonly<Record<string, string>> = { counted: "Some, counted", some: "Some, not counted", none: "None, it is said" };

/** The name of a facet, as the schema has it. */
export function facetTitle(events: Events, facet: Facet): string {
  return events.field(facet).title.replace(/, state$/, "");
}

/** Words for a value of a facet. */
export function facetLabel(events: Events, facet: Facet, value: string): string {
  const harm = facet === "killed_state" || facet === "injured_state";
  if (value === NOT_STATED) return harm ? "Nothing said" : facet === "admin1" || facet === "site_id" ? "Not known" : "Not stated";
  return (harm && SAID[value]) || events.label(facet, value);
}

export class Panel {
  readonly #search = h("input", { type: "search", id: "explore-q", autocomplete: "off", spellcheck: "false" });
  readonly #sources = h("input", { type: "number", id: "explore-sources", min: 1, max: 99, inputmode: "numeric" });
  readonly #lists: readonly FacetList[];

  constructor(side: HTMLElement, events: Events, counts: Model["counts"], store: Store) {
    this.#search.addEventListener("input", () => store.set({ q: this.#search.value.trim() }, "q"));
    this.#search.addEventListener("change", () => store.settle());
    this.#sources.addEventListener("change", () => store.set({ sources: Math.min(9999, Math.max(1, Math.floor(Number(this.#sources.value)) || 1)) }));
    this.#lists = FACETS.map((facet) => new FacetList(events, facet, counts[facet], store));
    const wide = matchMedia("(min-width: 60em)");
    const drawer = h("details", { class: "explore-drawer", open: wide.matches }, h("summary", {}, "Filters"),
      h("form", { class: "explore-filters", "aria-label": "Filters", onsubmit: (event: Event) => event.preventDefault() },
        h("label", { for: "explore-q" }, "Search in summaries and names"), this.#search,
        ...this.#lists.map(({ element }) => element),
        h("label", { for: "explore-sources", class: "explore-least" }, "Independent sources, at least ", this.#sources)));
    wide.addEventListener("change", () => (drawer.open = wide.matches));
    add(side, [drawer]);
  }

  update({ state, counts }: Model): void {
    if (document.activeElement !== this.#search || this.#search.value.trim() !== state.q) this.#search.value = state.q;
    this.#sources.value = String(state.sources);
    for (const list of this.#lists) list.update(counts[list.facet], state.chosen[list.facet]);
  }
}

interface Option { readonly value: string; readonly row: HTMLElement; readonly box: HTMLInputElement; readonly count: HTMLElement; readonly words: string }

/** The values of one column, those of most events first; a value keeps its place whatever else is chosen. */
class FacetList {
  readonly facet: Facet;
  readonly element: HTMLDetailsElement;
  readonly #options: readonly Option[];
  readonly #badge = h("span", { class: "explore-badge" });
  readonly #more = h("p", { class: "explore-note" });
  readonly #find: HTMLInputElement | null;

  constructor(events: Events, facet: Facet, all: Counts, store: Store) {
    this.facet = facet;
    const values: (readonly [string, number])[] = all.of.map((value, place) => [value, all.counts[place]!] as const).filter(([, n]) => n).sort((a, b) => b[1] - a[1]);
    if (all.notStated) values.push([NOT_STATED, all.notStated]);
    this.#options = values.map(([value], n) => this.#option(events, value, n, store));
    const title = facetTitle(events, facet), id = `explore-find-${facet}`;
    this.#find = values.length > SEARCHED_FROM ? h("input", { type: "search", id, autocomplete: "off", placeholder: "Find…", "aria-label": `Find in ${title}`, oninput: () => this.#narrow() }) : null;
    const anybody = ANYBODY[facet];
    this.element = h("details", { class: "explore-facet", "data-facet": facet, open: OPEN.includes(facet) }, h("summary", {}, title, " ", this.#badge),
      h("fieldset", {}, h("legend", { class: "explore-unseen" }, title),
        anybody ? h("button", { type: "button", class: "explore-button", onclick: () => store.choose(facet, anybody[1]) }, anybody[0]) : null,
        this.#find, h("div", { class: "explore-options" }, ...this.#options.map(({ row }) => row)), this.#more));
    this.#narrow();
  }

  update(counts: Counts, chosen: readonly string[]): void {
    const places = new Map(counts.of.map((value, place) => [value, place]));
    for (const { value, row, box, count } of this.#options) {
      const n = value === NOT_STATED ? counts.notStated : counts.counts[places.get(value) ?? -1] ?? 0;
      box.checked = chosen.includes(value);
      count.textContent = number(n);
      row.classList.toggle("explore-zero", n === 0 && !box.checked);
    }
    this.#badge.textContent = chosen.length ? String(chosen.length) : "";
    this.#badge.hidden = !chosen.length;
    if (chosen.length) this.element.open = true;
    this.#narrow();
  }

  #option(events: Events, value: string, n: number, store: Store): Option {
    const words = facetLabel(events, this.facet, value), id = `explore-${this.facet}-${n}`;
    const box = h("input", { type: "checkbox", id, value });
    const count = h("span", { class: "explore-count" });
    box.addEventListener("change", () => {
      const chosen = store.state.chosen[this.facet];
      store.choose(this.facet, box.checked ? [...chosen, value] : chosen.filter((one) => one !== value));
    });
    const meaning = events.field(this.facet).codes?.find(([code]) => code === value)?.[2];
    return { value, box, count, words: folded(words), row: h("label", { class: "explore-option", for: id, title: meaning }, box, h("span", {}, words), count) };
  }

  /** Show the values that hold what is looked for, and always those that are chosen. */
  #narrow(): void {
    const wanted = folded(this.#find?.value ?? "").trim();
    let shown = 0, left = 0;
    for (const { row, box, words } of this.#options) {
      const fits = words.includes(wanted);
      if (fits) shown++;
      if (fits && shown > LISTED) left++;
      row.hidden = !box.checked && (!fits || shown > LISTED);
    }
    this.#more.hidden = !left && shown > 0;
    this.#more.textContent = left ? `${number(left)} more: find them by name.` : "Nothing has that name.";
  }
}
