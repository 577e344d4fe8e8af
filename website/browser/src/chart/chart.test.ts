import assert from "node:assert/strict";
import { test } from "node:test";
import { JSDOM } from "jsdom";
import { type Spec, draw } from "./chart.ts";
import { type Row, column } from "./values.ts";

const { document } = new JSDOM("").window;
const chart = (spec: Spec, rows: readonly Row[]): SVGSVGElement => draw(spec, rows, document);
const texts = (svg: Element): string[] => [...svg.querySelectorAll("text")].map((text) => text.textContent ?? "");
const months = ["2023-10", "2023-11", "2023-12"].map((month, i) => ({ month, attacks: 10 * (i + 1), kind: i % 2 ? "drone" : "rocket" }));

test("text that is all days or months is a time, and other text is names", () => {
  assert.deepEqual([column(months, "month").kind, column(months, "month").step], ["time", "month"]);
  assert.equal(column([{ day: "2023-10-02" }, { day: null }], "day").step, "day");
  assert.equal(column([{ day: "2023-10-02" }, { day: "soon" }], "day").kind, "name");
  assert.equal(column([{ day: "2023-99-99" }], "day").kind, "name");
  assert.deepEqual(column([{ n: 3n }, { n: null }], "n").values, [3, null]);
});

test("bars over months are as many as the months, and as high as their numbers", () => {
  const bars = [...chart({ mark: "bar", x: "month", y: "attacks" }, months).querySelectorAll("rect")];
  assert.equal(bars.length, 3);
  const heights = bars.map((bar) => Number(bar.getAttribute("height")));
  assert.ok(heights[0] && Math.abs((heights[2] ?? 0) / heights[0] - 3) < 0.01);
});

test("bars at long names lie flat, in the order of the rows", () => {
  const rows = ["US embassy in Baghdad", "Ain al-Asad air base"].map((site, i) => ({ site, attacks: 5 - i }));
  const svg = chart({ mark: "bar", x: "site", y: "attacks" }, rows);
  const widths = [...svg.querySelectorAll("rect")].map((bar) => Number(bar.getAttribute("width")));
  assert.ok(widths[0] && Math.abs((widths[1] ?? 0) / widths[0] - 0.8) < 0.01);
  assert.ok(texts(svg).indexOf("US embassy in Baghdad") < texts(svg).indexOf("Ain al-Asad air base"));
});

test("years below bars are turned where they would run together", () => {
  const years = Array.from({ length: 8 }, (_, i) => ({ year: 2019 + i, attacks: 5 + i }));
  const turned = (width: number): boolean => {
    const svg = chart({ mark: "bar", x: "year", y: "attacks", width }, years);
    assert.ok(texts(svg).includes("2019") && texts(svg).includes("2026"));
    return [...svg.querySelectorAll("text")].some((text) => text.textContent === "2019" && text.getAttribute("transform")?.includes("rotate"));
  };
  assert.deepEqual([turned(300), turned(640)], [true, false]);
});

test("kinds of event have the colours they have everywhere, and the key to them is in the picture", () => {
  const svg = chart({ mark: "bar", x: "month", y: "attacks", colour: "kind" }, months);
  assert.ok(texts(svg).includes("drone") && texts(svg).includes("rocket"));
  assert.equal(new Set([...svg.querySelectorAll("rect")].map((bar) => bar.getAttribute("fill"))).size, 2);
});

test("lines and dots are drawn, one line for each colour", () => {
  assert.equal(chart({ mark: "line", x: "month", y: "attacks" }, months).querySelectorAll("path[stroke-linejoin], g > path").length > 0, true);
  assert.equal(chart({ mark: "dot", x: "month", y: "attacks" }, months).querySelectorAll("circle").length, 3);
});

test("names are text, whatever they hold", () => {
  const svg = chart({ mark: "bar", x: "<b>", y: "n", colour: "<b>" }, [{ "<b>": "<img src=x onerror=alert(1)>", n: 1 }]);
  assert.equal(svg.querySelector("img"), null);
  assert.ok(texts(svg).includes("<img src=x onerror=alert(1)>"));
});

test("a picture tells what it shows, and how many names it leaves out", () => {
  const svg = chart({ mark: "bar", x: "name", y: "n" }, Array.from({ length: 200 }, (_, i) => ({ name: `number ${i}`, n: i })));
  assert.equal(svg.getAttribute("aria-label"), "bar chart of n by name");
  assert.ok(texts(svg).some((words) => words.includes("60 of 200")));
});

test("no rows are an empty chart, a column that is nowhere is an error", () => {
  assert.equal(chart({ mark: "bar", x: "a", y: "b" }, []).nodeName.toLowerCase(), "svg");
  assert.throws(() => chart({ mark: "bar", x: "a", y: "wrong" }, [{ a: 1, b: 2 }]), /no column wrong/);
});
