// The table of the events shown: in any order, so many a page, each row a link to the event's own page.
import { add, h } from "../lib/dom.ts";
import type { Events } from "./decode.ts";
import type { Kinds } from "./kinds.ts";
import type { Model } from "./model.ts";
import { ordered } from "./order.ts";
import { PAGE, type SortColumn, type State } from "./state.ts";
import { count, number, plural, short, when, where } from "./words.ts";

interface Column { readonly name: SortColumn | "summary"; readonly sorts: boolean; readonly numeric?: boolean; cell(i: number): Node | string }

export interface Wishes {
  sort(sort: State["sort"]): void;
  page(page: number): void;
  /** Look at where an event was, or no longer. */
  look(event: number | null): void;
}

export class EventTable {
  readonly #events: Events;
  readonly #columns: readonly Column[];
  readonly #wishes: Wishes;
  readonly #head: readonly { readonly cell: HTMLElement; readonly column: Column }[];
  readonly #body = h("tbody");
  readonly #pager = h("nav", { class: "explore-pager", "aria-label": "Pages of the table" });
  readonly #empty = h("p", { class: "explore-none" }, "No event fits all filters. Take one away above, or clear all.");
  readonly #box: HTMLElement;
  #rows: Uint32Array = new Uint32Array();

  constructor(section: HTMLElement, events: Events, kinds: Kinds, pages: string, wishes: Wishes) {
    this.#events = events;
    this.#wishes = wishes;
    const label = (name: string) => (i: number): string => {
      const code = events.cell(name, i);
      return code === null ? "" : events.label(name, String(code));
    };
    const text = (name: string) => (i: number): string => events.words(name, i);
    const harm = (name: string) => (i: number): string => count(events, name, i);
    this.#columns = [
      { name: "date_earliest", sorts: true, cell: (i) => h("a", { href: `${pages}${encodeURIComponent(events.words("event_id", i))}.html` }, when(events, i)) },
      { name: "event_type", sorts: true, cell: (i) => h("span", { class: "explore-kind" }, h("span", { class: "explore-dot tint", style: `--c:${kinds.groups[kinds.groupOf[i]!]!.colour}`, "aria-hidden": "true" }), label("event_type")(i)) },
      { name: "site", sorts: true, cell: (i) => where(events, i) },
      { name: "summary", sorts: false, cell: text("summary") },
      { name: "target_type", sorts: true, cell: label("target_type") },
      { name: "occurrence", sorts: true, cell: label("occurrence") },
      { name: "claimed_by", sorts: true, cell: text("claimed_by") },
      { name: "launched_best", sorts: true, numeric: true, cell: harm("launched") },
      { name: "killed_best", sorts: true, numeric: true, cell: harm("killed") },
      { name: "injured_best", sorts: true, numeric: true, cell: harm("injured") },
      { name: "independent_sources", sorts: true, numeric: true, cell: text("independent_sources") },
    ];
    this.#head = this.#columns.map((column) => ({ column, cell: this.#header(column) }));
    this.#box = h("div", { class: "explore-table-box", tabindex: 0, role: "region", "aria-label": "Events shown, as a table that scrolls sideways" },
      h("table", { class: "explore-events" }, h("thead", {}, h("tr", {}, ...this.#head.map(({ cell }) => cell))), this.#body));
    add(section, [this.#empty, this.#box, this.#pager]);
    this.#body.addEventListener("pointerover", (event) => this.#look(event.target));
    this.#body.addEventListener("focusin", (event) => this.#look(event.target));
    this.#body.addEventListener("pointerleave", () => wishes.look(null));
    this.#body.addEventListener("focusout", () => wishes.look(null));
  }

  /** The rows shown, in the order of the table. */
  get rows(): Uint32Array {
    return this.#rows;
  }

  update({ shown, state }: Model): void {
    this.#rows = ordered(this.#events, shown, state.sort);
    const last = Math.max(1, Math.ceil(this.#rows.length / PAGE)), page = Math.min(state.page, last);
    for (const { cell, column } of this.#head) {
      if (column.name === state.sort.column) cell.setAttribute("aria-sort", state.sort.descending ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    }
    const from = (page - 1) * PAGE;
    this.#body.replaceChildren(...Array.from(this.#rows.subarray(from, from + PAGE), (i) => this.#row(i)));
    this.#empty.hidden = this.#rows.length > 0;
    this.#box.hidden = this.#rows.length === 0;
    this.#pages(page, last, from);
  }

  #row(i: number): HTMLElement {
    return h("tr", { "data-event": i }, ...this.#columns.map(({ cell, numeric, name }) => h("td", { class: `explore-cell-${name}${numeric ? " number" : ""}` }, cell(i))));
  }

  #header(column: Column): HTMLElement {
    // The cell says more than the column by which it is put in order.
    const title = column.name === "site" ? "Place" : short(this.#events.field(column.name).title);
    if (!column.sorts) return h("th", { scope: "col" }, title);
    const sort = (): void => {
      const descending = cell.getAttribute("aria-sort") === "ascending" || (!cell.hasAttribute("aria-sort") && (column.numeric === true || column.name === "date_earliest"));
      this.#wishes.sort({ column: column.name as SortColumn, descending });
    };
    const cell = h("th", { scope: "col", class: column.numeric ? "number" : null }, h("button", { type: "button", onclick: sort }, title, h("span", { class: "explore-arrow", "aria-hidden": "true" })));
    return cell;
  }

  #pages(page: number, last: number, from: number): void {
    const focused = (document.activeElement as HTMLElement | null)?.dataset["page"];
    const button = (words: string, to: number, name: string): HTMLElement => h("button", { type: "button", class: "explore-button", disabled: to < 1 || to > last, "data-page": name, onclick: () => this.#turn(to) }, words);
    this.#pager.hidden = last === 1;
    this.#pager.replaceChildren(button("Page before", page - 1, "back"), h("span", {}, `${number(from + 1)}–${number(Math.min(from + PAGE, this.#rows.length))} of ${plural(this.#rows.length, "event")}`), button("Next page", page + 1, "on"));
    if (focused) this.#pager.querySelector<HTMLElement>(`[data-page="${focused}"]`)?.focus({ preventScroll: true });
  }

  #turn(page: number): void {
    this.#wishes.page(page);
    this.#box.scrollIntoView({ block: "start", behavior: "auto" });
  }

  #look(target: EventTarget | null): void {
    const row = target instanceof Element ? target.closest<HTMLElement>("tr[data-event]") : null;
    this.#wishes.look(row ? Number(row.dataset["event"]) : null);
  }
}
