// A simple chart of rows: bars, a line or dots, as one SVG that needs nothing from outside itself.
// It is drawn in a browser and, when the site is made, in Node.js with a document of jsdom.
import * as Plot from "@observablehq/plot";
import palette from "../../../pictures/palette.json" with { type: "json" };
import { legend } from "./legend.ts";
import { type Column, type Row, column, distinct } from "./values.ts";

export interface Spec {
  readonly mark: "bar" | "line" | "dot";
  readonly x: string;
  readonly y: string;
  readonly colour?: string | undefined;
  /** What the picture shows, for who does not see it. */
  readonly label?: string | undefined;
  /** In pixels; 720 if nothing is said. */
  readonly width?: number | undefined;
}

type Drawn = Readonly<Record<"x" | "y" | "colour" | "title", Date | number | string | null>>;

// More names than this on one axis cannot be read.
const MOST_NAMES = 60;
// The width of a letter, and of what parts two names, in pixels.
const LETTER = 6.6;
const GAP = 6;
const KINDS: Readonly<Record<string, string>> = palette;

/** The chart of some rows. Rows without a value for x or y are left out. Throws if a column that the spec names is in no row. */
export function draw(spec: Spec, rows: readonly Row[], document: Document = globalThis.document): SVGSVGElement {
  for (const name of [spec.x, spec.y, spec.colour]) {
    if (name !== undefined && rows.length && !rows.some((row) => name in row)) throw new Error(`there is no column ${name}`);
  }
  const x = column(rows, spec.x), y = column(rows, spec.y);
  const colour = spec.colour === undefined ? null : column(rows, spec.colour);
  let data: Drawn[] = rows.map((row, i) => ({
    x: x.values[i] ?? null, y: y.values[i] ?? null, colour: colour?.values[i] ?? (colour?.kind === "name" ? "–" : null),
    title: [spec.x, spec.y, spec.colour].filter((name) => name !== undefined).map((name) => `${name}: ${words(row[name])}`).join("\n"),
  })).filter((d) => d.x !== null && d.y !== null);
  // Names are read more easily beside bars than below them.
  const flat = spec.mark === "bar" && x.kind === "name" && y.kind === "number" && (longest(x) > 10 || distinct(x.values).length > 8);
  const [across, up, acrossName, upName] = flat ? [y, x, spec.y, spec.x] : [x, y, spec.x, spec.y];
  if (flat) data = data.map((d) => ({ ...d, x: d.y, y: d.x }));
  let note = "";
  for (const [axis, kind] of [["x", across.kind], ["y", up.kind]] as const) {
    const names = distinct(data.map((d) => d[axis]));
    if (kind === "name" && names.length > MOST_NAMES) {
      const kept = new Set(names.slice(0, MOST_NAMES));
      data = data.filter((d) => kept.has(d[axis]));
      note = `the first ${MOST_NAMES} of ${names.length} values of ${axis === "x" ? acrossName : upName}`;
    }
  }
  if (spec.mark === "line" && across.kind !== "name") data.sort((a, b) => Number(a.x) - Number(b.x));
  const width = spec.width ?? 720;
  const bars = up.kind === "name" ? distinct(data.map((d) => d.y)).length : 0;
  const scale = colour && colours(colour, data);
  // Bars stand at numbers as they do at names.
  const standing = across.kind === "name" || (spec.mark === "bar" && across.kind === "number" && up.kind !== "name");
  const turned = standing && crowded(across, width);
  const left = up.kind === "name" ? Math.min(width * 0.45, longest(up) * LETTER + 14) : 56;
  const drawn = Plot.plot({
    document, width,
    height: bars ? Math.max(120, bars * 24 + 60) : Math.min(400, Math.round(width * 0.6)),
    marginLeft: left,
    marginBottom: turned ? Math.min(90, 48 + longest(across) * LETTER * 0.65) : 42,
    marginTop: 28,
    marginRight: 24,
    className: "strikelog-chart",
    style: { fontFamily: "inherit", fontSize: "12px", background: "transparent", overflow: "visible" },
    x: { ...axis(acrossName, across, data.map((d) => d.x)), ...(turned ? { tickRotate: -40 } : {}) },
    // Names one above the other have room enough, but for their length.
    y: { ...axis(upName, up, data.map((d) => d.y)), ...(up.kind === "name" ? { labelAnchor: "top" as const, tickFormat: (name: unknown) => shortened(words(name), (left - 14) / LETTER) } : {}) },
    ...(scale ? { color: scale } : {}),
    marks: [...marks(spec.mark, across, up, data, colour !== null)],
  }) as SVGSVGElement;
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", spec.label ?? `${spec.mark} chart of ${spec.y} by ${spec.x}${spec.colour ? `, coloured by ${spec.colour}` : ""}`);
  for (const inner of drawn.querySelectorAll("[aria-label], [aria-description]")) {
    inner.removeAttribute("aria-label");
    inner.removeAttribute("aria-description");
  }
  legend(drawn, scale ? keys(scale, colour) : [], spec.colour ?? "", note, width);
  return drawn;
}

function* marks(mark: Spec["mark"], x: Column, y: Column, data: Drawn[], coloured: boolean): Generator<Plot.Markish> {
  const paint = coloured ? "colour" : "var(--strikelog-chart, #b4431c)";
  const shared = { x: "x", y: "y", title: "title" };
  if (mark === "bar" && y.kind === "name") yield Plot.barX(data, { ...shared, fill: paint, insetTop: 1, insetBottom: 1 });
  else if (mark === "bar" && x.kind === "time") yield Plot.rectY(data, { ...shared, fill: paint, interval: x.step ?? "day", insetLeft: 0.5, insetRight: 0.5 });
  else if (mark === "bar") yield Plot.barY(data, { ...shared, fill: paint, insetLeft: 0.5, insetRight: 0.5 });
  else if (mark === "line") {
    yield Plot.line(data, { x: "x", y: "y", stroke: paint, strokeWidth: 2, ...(coloured ? { z: "colour" } : {}) });
    if (data.length < 200) yield Plot.dot(data, { ...shared, fill: paint, r: 3 });
  } else yield Plot.dot(data, { ...shared, stroke: paint, fill: paint, fillOpacity: 0.35, r: 4 });
  if (y.kind === "number" && mark !== "dot") yield Plot.ruleY([0]);
  if (y.kind === "name" && mark === "bar") yield Plot.ruleX([0]);
}

function axis(label: string, of: Column, values: readonly unknown[]): Plot.ScaleOptions {
  if (of.kind === "time") return { label, type: "utc", nice: false };
  if (of.kind === "name") return { label, domain: distinct(values) as string[] };
  // A year has no comma.
  const years = values.every((value) => Number.isInteger(value) && Number(value) >= 1900 && Number(value) <= 2100);
  return { label, ...(years ? { tickFormat: "d" } : { grid: true }) };
}

function colours(of: Column, data: readonly Drawn[]): Plot.ScaleOptions {
  if (of.kind !== "name") return { type: "linear", scheme: "YlOrRd", ...(of.kind === "time" ? { type: "utc" as const } : {}) };
  const names = distinct(data.map((d) => d.colour)).map(String);
  // Kinds of event have their own; what stands beside them for all others is grey.
  if (names.some((name) => name in KINDS) && names.filter((name) => !(name in KINDS)).length < 2) return { domain: names, range: names.map((name) => KINDS[name] ?? "#7f8790") };
  return { type: "categorical", domain: names, range: Array.from(names, (_, i) => CATEGORIES[i % CATEGORIES.length] as string) };
}

// Told apart by who confuses red and green too, on white and on black.
const CATEGORIES = ["#2f7ebc", "#e07b12", "#1f9e77", "#c94f7c", "#8763b8", "#a3a01d", "#35a7b8", "#8c6d4f", "#d0493b", "#7f8790"];

function keys(scale: Plot.ScaleOptions, of: Column | null): [string, string][] {
  const domain = scale.domain as string[] | undefined, range = scale.range as string[] | undefined;
  if (domain && range) return domain.map((name, i) => [name, range[i] ?? ""]);
  const known = (of?.values ?? []).filter((value) => value !== null).map(Number).sort((a, b) => a - b);
  const [least, most] = [known[0], known.at(-1)];
  if (least === undefined || most === undefined || least === most) return [];
  const paint = Plot.scale({ color: { type: "linear", scheme: "YlOrRd", domain: [least, most] } });
  return [0, 0.5, 1].map((share) => {
    const value = least + share * (most - least);
    return [words(of?.kind === "time" ? new Date(value) : Math.round(value * 100) / 100), String(paint?.apply(value))];
  });
}

const longest = (of: Column): number => Math.min(40, Math.max(0, ...of.values.map((value) => words(value).length)));
const crowded = (of: Column, width: number): boolean => distinct(of.values).length * (Math.max(2, longest(of)) * LETTER + GAP) > (width - 80) * 0.8;
const shortened = (name: string, letters: number): string => (name.length <= Math.ceil(letters) ? name : `${name.slice(0, Math.max(1, Math.floor(letters) - 1)).trimEnd()}…`);
const words = (value: unknown): string => (value === null || value === undefined ? "–" : value instanceof Date ? value.toISOString().replace(/T00:00:00.000Z$/, "") : String(value));

export type { Row } from "./values.ts";
