// Elements of pictures. As in lib/dom.ts, text is always text.

type Attributes = Record<string, string | number | null | undefined>;
const SVG = "http://www.w3.org/2000/svg";

/** An SVG element with attributes and children; null and undefined are left out. */
export function s<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: (Node | string)[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
