// An answer as a simple chart: what is drawn is chosen from its columns.
import { h } from "../lib/dom.ts";
import { download } from "../lib/files.ts";
import type { Row, Spec } from "../chart/chart.ts";
import type { Answer } from "./run.ts";
import { type Cell, type Column, Decimal, Moment, shown } from "./values.ts";

// More marks than this are slow, and no longer seen apart.
const MOST = 5000;

/** A chart that suits the columns: a time or names along, the first number up. `repeats` tells whether a value of a column comes twice. Null if there is no number. */
export function suggest(columns: readonly Column[], asked: Readonly<Record<string, string>> = {}, repeats: (column: Column) => boolean = () => false): Spec | null {
  const names = new Set(columns.map((c) => c.name));
  const { mark, x, y, colour } = asked;
  if ((mark === "bar" || mark === "line" || mark === "dot") && x && y && names.has(x) && names.has(y)) return { mark, x, y, colour: colour && names.has(colour) ? colour : undefined };
  const isTime = (c: Column): boolean => c.kind === "time" || /^(year|month|day|date|week|quarter|as_of)$/i.test(c.name);
  const numbers = columns.filter((c) => c.kind === "number" && !isTime(c));
  const [first, second] = numbers, name = columns.find((c) => c.kind === "text");
  // Things of a few kinds, each with two numbers, are a cloud.
  if (first && second && name && repeats(name) && !columns.some(isTime)) return { mark: "dot", x: first.name, y: second.name, colour: name.name };
  const along = columns.find(isTime) ?? columns.find((c) => c.kind === "text" || c.kind === "boolean") ?? numbers[1];
  const up = numbers.find((c) => c !== along);
  if (!along || !up) return null;
  const kind = along.kind === "number" && !isTime(along) ? "dot" : along.kind === "time" && along.name !== "month" ? "line" : "bar";
  const by = columns.find((c) => c !== along && (c.kind === "text" || c.kind === "boolean"));
  return { mark: kind, x: along.name, y: up.name, colour: by?.name };
}

/** What a chart takes for a cell. */
function value(cell: Cell): Row[string] {
  if (cell === null || typeof cell === "number" || typeof cell === "string" || typeof cell === "boolean") return cell;
  if (typeof cell === "bigint" || cell instanceof Decimal) return Number(cell);
  return cell instanceof Moment && cell.of !== "time" ? new Date(cell.valueOf()) : shown(cell);
}

/** The chart of an answer with what chooses it. Drawing is loaded when it is first shown. */
export function picture(answer: Answer, asked: Readonly<Record<string, string>>): HTMLElement {
  let spec = suggest(answer.columns, asked, (column) => {
    const at = answer.columns.indexOf(column), some = Math.min(answer.length, 200);
    return new Set(Array.from({ length: some }, (_, i) => shown(answer.at(i, at)))).size < some;
  });
  const frame = h("div", { class: "console-chart" });
  if (!spec) return h("div", {}, h("p", {}, "A chart needs a column of numbers, and another to set them against. This answer has none."));
  const rows: Row[] = Array.from({ length: Math.min(MOST, answer.length) }, (_, i) => Object.fromEntries(answer.columns.map((c, n) => [c.name, value(answer.at(i, n))])));
  const choose = (label: string, chosen: string, options: readonly (readonly [string, string])[], take: (value: string) => Partial<Spec>): HTMLLabelElement => {
    const box = h("select", { onchange: () => { spec = { ...(spec as Spec), ...take(box.value) }; void redraw(); } }, ...options.map(([v, words]) => h("option", { value: v, selected: v === chosen }, words)));
    return h("label", {}, label, " ", box);
  };
  const names = answer.columns.map((c) => [c.name, c.name] as const);
  const redraw = async (): Promise<void> => {
    try {
      const { draw } = await import("../chart/chart.ts");
      const width = Math.max(300, Math.min(960, frame.clientWidth || 720));
      frame.replaceChildren(draw({ ...(spec as Spec), width }, rows));
    } catch (why) {
      frame.replaceChildren(h("p", { role: "alert" }, `This cannot be drawn: ${why instanceof Error ? why.message : String(why)}.`));
    }
  };
  void redraw();
  return h("div", {},
    h("div", { class: "console-choices" },
      choose("Draw", spec.mark, [["bar", "bars"], ["line", "a line"], ["dot", "dots"]], (mark) => ({ mark: mark as Spec["mark"] })),
      choose("along", spec.x, names, (x) => ({ x })), choose("up", spec.y, names, (y) => ({ y })),
      choose("colour", spec.colour ?? "", [["", "one"], ...names], (colour) => ({ colour: colour || undefined })),
      h("button", { type: "button", onclick: () => save(frame) }, "Download SVG")),
    answer.length > MOST && h("p", { class: "console-small" }, `Drawn of the first ${MOST.toLocaleString("en")} rows.`),
    frame);
}

/** The picture as a file that stands by itself: black on white, with no colour that only this page knows. */
function save(frame: HTMLElement): void {
  const drawn = frame.querySelector("svg");
  if (!drawn) return;
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("style", "color: #1e1e1e; background: #fff; font-family: system-ui, sans-serif; font-size: 12px");
  download("strikelog.svg", "image/svg+xml", new XMLSerializer().serializeToString(copy));
}
