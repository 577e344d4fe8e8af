// What stands below the query: the answer as a table and as a chart, and the ways to take it away.
import { h } from "../lib/dom.ts";
import { download } from "../lib/files.ts";
import type { Place } from "./knowledge.ts";
import { picture } from "./picture.ts";
import { table } from "./results.ts";
import type { Answer } from "./run.ts";
import { asCsv, asJson, asMarkdown, asTabs } from "./take.ts";

export interface Around {
  readonly places: readonly Place[];
  readonly site: (path: string) => string;
  readonly say: (words: string) => void;
  /** Ask again for all rows; null if there are no others. */
  readonly all: (() => void) | null;
  readonly chart: Readonly<Record<string, string>>;
}

/** The view of an answer. */
export function view(answer: Answer, around: Around): HTMLElement {
  if (!answer.columns.length || (!answer.length && answer.columns.length === 1 && answer.columns[0]?.name === "Success")) return h("div", { class: "console-result" });
  const rows = table(answer, around.places, around.site);
  const drawn = h("div", { id: "console-drawn", role: "tabpanel", "aria-labelledby": "console-tab-chart", hidden: true });
  const listed = h("div", { id: "console-listed", role: "tabpanel", "aria-labelledby": "console-tab-table" }, rows.element);
  const tabs = [["table", "Table", listed], ["chart", "Chart", drawn]] as const;
  const buttons = tabs.map(([name, words, panel], i) =>
    h("button", {
      type: "button", role: "tab", id: `console-tab-${name}`, "aria-controls": panel.id, "aria-selected": String(!i), tabindex: i ? -1 : 0,
      onclick: () => open(i), onkeydown: (event: KeyboardEvent) => { if (/^Arrow(Left|Right)$/.test(event.key)) { open(1 - i); buttons[1 - i]?.focus(); } },
    }, words));
  const open = (at: number): void => {
    tabs.forEach(([, , panel], i) => {
      panel.hidden = i !== at;
      buttons[i]?.setAttribute("aria-selected", String(i === at));
      buttons[i]?.setAttribute("tabindex", i === at ? "0" : "-1");
    });
    if (at === 1 && !drawn.firstChild) drawn.append(picture(answer, around.chart));
  };
  const take = (words: string, label: string, work: () => void | Promise<void>): HTMLButtonElement => {
    const button = h("button", {
      type: "button", "aria-label": label, onclick: async () => {
        button.disabled = true;
        try {
          await work();
        } catch (why) {
          around.say(`That did not work: ${why instanceof Error ? why.message : String(why)}`);
        }
        button.disabled = false;
      },
    }, words);
    return button;
  };
  const copy = (make: () => string) => async (): Promise<void> => {
    await navigator.clipboard.writeText(make());
    around.say("Copied.");
  };
  const parquet = async (): Promise<void> => {
    const writer = await import("./parquet.ts");
    download("strikelog.parquet", "application/vnd.apache.parquet", writer.parquet(answer.columns, rows.order.map((i) => answer.row(i))));
  };
  return h("section", { class: "console-result", "aria-label": "Answer" },
    answer.more && h("p", { class: "console-more" },
      `Here are the first ${answer.length.toLocaleString("en")} rows; there are more, and what you take away holds these. `,
      around.all && h("button", { type: "button", onclick: around.all }, "Fetch all rows")),
    h("div", { class: "console-over" },
      h("div", { role: "tablist", "aria-label": "Show the answer as" }, ...buttons),
      h("div", { class: "console-take", role: "group", "aria-label": "Take the answer away" },
        h("span", { class: "console-small" }, "Download"),
        take("CSV", "Download as CSV", () => download("strikelog.csv", "text/csv;charset=utf-8", asCsv(answer, rows.order))),
        take("JSON", "Download as JSON", () => download("strikelog.json", "application/json", asJson(answer, rows.order))),
        take("Parquet", "Download as Parquet", parquet),
        h("span", { class: "console-small" }, "Copy"),
        take("Cells", "Copy as cells for a spreadsheet", copy(() => asTabs(answer, rows.order))),
        take("Markdown", "Copy as a Markdown table", copy(() => asMarkdown(answer, rows.order))))),
    listed, drawn);
}
