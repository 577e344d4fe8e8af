// The tables and columns beside the query: what each means, and its name at a click.
import { h } from "../lib/dom.ts";
import type { KnownColumn, KnownTable, Recipe } from "./knowledge.ts";
import { quoted } from "./sql.ts";

/** Tables with their columns; a click on a name hands it to `insert`, and one on a table's "look" its query to `look`. */
export function schema(tables: readonly KnownTable[], site: (path: string) => string, insert: (name: string) => void, look: (sql: string) => void): HTMLElement {
  const filter = h("input", { type: "search", class: "console-filter", placeholder: "Find a column", "aria-label": "Find a table or column", oninput: () => narrow() });
  const none = h("p", { class: "console-small", hidden: true }, "No table or column has that in its name or meaning.");
  const shown = tables.map((table, i) => {
    const columns = table.columns.map((column) => ({ column, element: columnOf(column, site, insert) }));
    const element = h("details", { class: "console-table", open: i === 0 },
      h("summary", {}, h("code", {}, table.name), " ", h("span", { class: "console-small" }, `${table.rows.toLocaleString("en")} row${table.rows === 1 ? "" : "s"}${table.kind === "view" ? ", view" : ""}`)),
      h("p", { class: "console-small" }, ...marked(table.description)),
      h("p", { class: "console-links" },
        h("button", { type: "button", onclick: () => insert(quoted(table.name)) }, "Insert name"),
        h("button", { type: "button", onclick: () => look(`FROM ${quoted(table.name)}\nLIMIT 100;\n`), "aria-label": `Look at it: ${table.name}` }, "Look at it"),
        table.link && h("a", { href: site(table.link), "aria-label": `Dictionary of ${table.name}` }, "Dictionary")),
      h("ul", {}, ...columns.map(({ element: column }) => column)));
    return { table, columns, element };
  });
  const narrow = (): void => {
    const wanted = filter.value.trim().toLowerCase();
    let any = false;
    for (const { table, columns, element } of shown) {
      const whole = table.name.includes(wanted);
      let some = 0;
      for (const { column, element: row } of columns) {
        const fits = whole || column.name.includes(wanted) || column.description.toLowerCase().includes(wanted);
        row.hidden = !fits;
        some += Number(fits);
      }
      element.hidden = !whole && !some;
      any ||= !element.hidden;
      if (wanted) element.open = !whole && some > 0;
    }
    none.hidden = any;
  };
  return h("div", { class: "console-schema" }, filter, none, ...shown.map(({ element }) => element));
}

function columnOf(column: KnownColumn, site: (path: string) => string, insert: (name: string) => void): HTMLLIElement {
  return h("li", {},
    h("button", { type: "button", class: "console-name", title: "Insert at the cursor", onclick: () => insert(quoted(column.name)) }, h("code", {}, column.name)),
    " ", h("span", { class: "console-type" }, column.type),
    h("p", { class: "console-small" }, ...marked(column.description), " ", column.link && h("a", { href: site(column.link), "aria-label": `More of ${column.name}` }, "more")),
    column.codes && h("details", { class: "console-codes" },
      h("summary", {}, `${column.codes.length} codes`),
      h("ul", {}, ...column.codes.map(([value, label, description]) =>
        h("li", {}, h("button", { type: "button", class: "console-name", title: description || label, "aria-label": `Insert '${value}', ${label}`, onclick: () => insert(`'${value.replaceAll("'", "''")}'`) }, h("code", {}, value)), " ", h("span", { class: "console-small" }, label))))));
}

/** Text in which names stand between backticks, as elements. */
export const marked = (text: string): (string | HTMLElement)[] => text.split("`").map((part, i) => (i % 2 ? h("code", {}, part) : part));

/** The questions to begin with; a click hands one to `choose`. */
export function questions(recipes: readonly Recipe[], choose: (recipe: Recipe) => void): HTMLElement {
  return h("ul", { class: "console-questions" }, ...recipes.map((recipe) => h("li", {}, h("button", { type: "button", "data-recipe": recipe.slug, onclick: () => choose(recipe) }, recipe.title))));
}
