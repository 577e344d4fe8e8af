// An answer as a table: a page of rows at a time, sorted by a click on a column.
import { add, h } from "../lib/dom.ts";
import { type Place, placeOf } from "./knowledge.ts";
import type { Answer } from "./run.ts";
import { type Cell, type Column, compare, shown } from "./values.ts";

export const PAGE = 250;
const LONGEST = 2000;

export interface Table {
  readonly element: HTMLElement;
  /** The rows in the order in which they are shown. */
  readonly order: readonly number[];
}

/** The table of an answer. `site` makes an address of a path of the site. */
export function table(answer: Answer, places: readonly Place[], site: (path: string) => string): Table {
  let order = Array.from({ length: answer.length }, (_, i) => i), by = -1, down = false, page = 0;
  const heads = answer.columns.map((column, i) =>
    h("th", { scope: "col", class: column.kind === "number" ? "number" : null },
      h("button", { type: "button", class: "console-sort", onclick: () => sort(i) }, h("span", { class: "console-column" }, column.name || " "), h("span", { class: "console-arrow", "aria-hidden": "true" })),
      h("span", { class: "console-type" }, column.type)));
  const body = h("tbody");
  const pager = h("nav", { class: "console-pager", "aria-label": "Pages of the answer" });
  const scroll = h("div", { class: "console-scroll", tabindex: 0, role: "region", "aria-label": "Rows of the answer" }, h("table", { class: "console-answer" }, h("thead", {}, h("tr", {}, ...heads)), body));
  const last = Math.max(0, Math.ceil(answer.length / PAGE) - 1);

  const show = (): void => {
    body.replaceChildren(...order.slice(page * PAGE, (page + 1) * PAGE).map((row) =>
      h("tr", {}, ...answer.columns.map((column, i) => cellOf(answer.at(row, i), column)))));
    if (!last) return;
    const turn = (words: string, to: number): HTMLButtonElement => h("button", { type: "button", disabled: to < 0 || to > last || to === page, onclick: () => { page = to; show(); scroll.scrollTop = 0; } }, words);
    pager.replaceChildren(turn("First", 0), turn("Back", page - 1),
      h("span", {}, `rows ${(page * PAGE + 1).toLocaleString("en")} to ${Math.min(answer.length, (page + 1) * PAGE).toLocaleString("en")} of ${answer.more ? "the " : ""}${answer.length.toLocaleString("en")}${answer.more ? " fetched" : ""}`),
      turn("On", page + 1), turn("Last", last));
  };
  const sort = (column: number): void => {
    [by, down] = by === column ? (down ? [-1, false] : [column, true]) : [column, false];
    order = Array.from({ length: answer.length }, (_, i) => i);
    if (by >= 0) {
      const cells = order.map((row) => answer.at(row, by));
      // What is not there stays last, whichever way.
      order.sort((a, b) => { const [one, other] = [cells[a] ?? null, cells[b] ?? null]; return compare(one, other) * (down && one !== null && other !== null ? -1 : 1); });
    }
    heads.forEach((head, i) => {
      if (i === by) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    page = 0;
    show();
  };
  const cellOf = (value: Cell, column: Column): HTMLTableCellElement => {
    if (value === null) return h("td", { class: `console-null${column.kind === "number" ? " number" : ""}` }, "NULL");
    const whole = shown(value);
    if (whole === "") return h("td", { class: "console-empty" }, h("span", {}, "empty"));
    const text = whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
    const kind = { class: column.kind === "number" ? "number" : /\n/.test(text) ? "console-lines" : null, dir: column.kind === "text" ? "auto" : null, title: whole.length > LONGEST ? "cut here; whole in what you download" : null };
    if (typeof value !== "string") return h("td", kind, text);
    if (/^https?:\/\/\S+$/i.test(whole) && URL.canParse(whole)) return h("td", kind, h("a", { href: whole, rel: "noopener nofollow", target: "_blank" }, text));
    const place = placeOf(places, column.name, whole);
    return h("td", kind, place ? h("a", { href: site(place) }, text) : text);
  };

  show();
  const element = h("div", { class: "console-table-view" });
  add(element, answer.length > PAGE ? [pager, scroll] : [scroll]);
  return { element, get order() { return order; } };
}
