// The key to the colours of a chart, within its SVG so that a saved picture has it too.

const SVG = "http://www.w3.org/2000/svg";
const LINE = 20;
const LETTER = 6.8;

/** Put a heading, the colours with their names, and a note above what is drawn, and make room for them. */
export function legend(drawn: SVGSVGElement, keys: readonly (readonly [string, string])[], heading: string, note: string, width: number): void {
  const document = drawn.ownerDocument;
  const made = document.createElementNS(SVG, "g");
  let x = 8, y = 14;
  const write = (words: string, colour = ""): void => {
    const room = words.length * LETTER + (colour ? 34 : 16);
    if (x + room > width && x > 8) [x, y] = [8, y + LINE];
    if (colour) made.append(element(document, "rect", { x, y: y - 10, width: 12, height: 12, rx: 2, fill: colour }));
    const text = element(document, "text", { x: colour ? x + 17 : x, y, fill: "currentColor", "text-anchor": "start", ...(colour ? {} : { "fill-opacity": 0.75 }) });
    text.textContent = words;
    made.append(text);
    x += room;
  };
  if (keys.length) write(heading);
  for (const [name, colour] of keys) write(name, colour);
  if (note) {
    if (keys.length) [x, y] = [8, y + LINE];
    write(note);
  }
  if (!made.childNodes.length) return;
  const height = y + 8;
  const whole = Number(drawn.getAttribute("height")) + height;
  const chart = document.createElementNS(SVG, "g");
  chart.setAttribute("transform", `translate(0,${height})`);
  for (const child of [...drawn.childNodes]) if (child.nodeName !== "style") chart.append(child);
  drawn.append(made, chart);
  drawn.setAttribute("height", String(whole));
  drawn.setAttribute("viewBox", `0 0 ${width} ${whole}`);
}

function element(document: Document, tag: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
