// A box that hides the lines of a list in which its words do not stand. Without scripts it stays hidden.

import { find } from "../lib/dom.ts";
import { holds } from "./holds.ts";

for (const bar of document.querySelectorAll<HTMLElement>("[data-filter]")) {
  const box = find("input", HTMLInputElement, bar);
  const said = find("output", HTMLOutputElement, bar);
  const heading = (line: Element, part: string, level: string): string => line.closest(part)?.querySelector(level)?.textContent ?? "";
  const lines = [...document.querySelectorAll<HTMLElement>(bar.dataset["filter"] ?? "")].map((line) => (
    { line, text: `${heading(line, ".year", "h2")} ${heading(line, ".month", "h3")} ${line.textContent}` }));
  const around = document.querySelectorAll<HTMLElement>(".list .month, .list .year");
  box.addEventListener("input", () => {
    for (const { line, text } of lines) line.hidden = !holds(text, box.value);
    for (const part of around) part.hidden = !lines.some(({ line }) => part.contains(line) && !line.hidden);
    const shown = lines.filter(({ line }) => !line.hidden).length;
    said.textContent = box.value.trim() ? `${shown.toLocaleString("en")} of ${lines.length.toLocaleString("en")}` : "";
  });
  bar.hidden = false;
}
