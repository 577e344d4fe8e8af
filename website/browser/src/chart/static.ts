// Draw pictures when the site is made: node static.ts, with [{spec, rows}] as JSON on standard input,
// writes their SVG as a JSON array of text. One process for all, so that no two pictures share an id.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { type Row, type Spec, draw } from "./chart.ts";

interface Wanted { readonly spec: Spec; readonly rows: readonly Row[] }

const { document, XMLSerializer } = new JSDOM("").window;
const writer = new XMLSerializer();
const wanted = JSON.parse(readFileSync(0, "utf8")) as readonly Wanted[];

process.stdout.write(JSON.stringify(wanted.map(({ spec, rows }) => {
  const drawn = draw(spec, rows, document);
  // As wide as there is room.
  Object.assign(drawn.style, { maxWidth: "100%", height: "auto" });
  return writer.serializeToString(drawn);
})));
