// How the page says that a query failed.
import { h } from "../lib/dom.ts";
import type { Editor } from "./editor.ts";
import type { Mistake } from "./mistakes.ts";

/** DuckDB's words, the place in the query, and what to do. */
export function trouble(wrong: Mistake, editor: Editor): HTMLElement {
  const { from, to } = wrong;
  return h("div", { class: "console-error", role: "alert" },
    h("p", { class: "console-words" }, wrong.message),
    from !== undefined && to !== undefined && h("p", {},
      h("button", { type: "button", class: "console-place", onclick: () => { editor.mark({ from, to }); editor.focus(); } }, `Line ${wrong.line}, column ${wrong.column}`),
      ...(wrong.instead.length ? [" Perhaps ", ...wrong.instead.flatMap((name, i) => [i ? " or " : "", h("button", { type: "button", class: "console-instead", "aria-label": `Write ${name} instead`, onclick: () => editor.replace(from, to, name) }, h("code", {}, name))])] : [])),
    ...wrong.hints.map((hint) => h("p", { class: "console-hint" }, hint)));
}

/** Something of the page itself failed; `again` tries once more. */
export function failure(words: string, again: () => void): HTMLElement {
  return h("div", { class: "console-error", role: "alert" }, h("p", { class: "console-words" }, words), h("p", {}, h("button", { type: "button", onclick: again }, "Try again")));
}
