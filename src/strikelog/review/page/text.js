// The text with its evidence: offsets count code points, spans may overlap, each field has its colour.

import { all, el, one, plain } from "./dom.js";

// Every stretch of the record that marks characters: its path, the field whose colour it takes, and the two ends.
export function spansOf(record) {
  const found = [];
  const add = (path, group, given) => {
    const start = Number.parseInt(given.start, 10), end = Number.parseInt(given.end, 10);
    if (given.start !== "" && given.end !== "" && start < end) found.push({ path, group, start, end });
  };
  if (record.kind === "tally") add("tally", "tally", record.tally);
  else {
    for (const [key, given] of Object.entries(record.evidence)) add(`evidence.${key}`, key, given);
    for (const [key, given] of Object.entries(record.claims)) if (given.keep) add(`claims.${key}`, colourOf(given.field), given);
    for (const [key, given] of Object.entries(record.links)) add(`links.${key}`, "answer_to", given);
  }
  return found;
}

export const colourOf = (field) => ({ site_id: "place", country: "place", admin1: "place" })[field] || field;

export function quote(points, given) {
  if (given.start === "" || given.end === "" || !points) return "";
  return points.slice(Number(given.start), Number(given.end)).join("").replace(/\s+/g, " ");
}

export function showText(points, record, labels) {
  const box = one("#text");
  if (!points) {
    box.replaceChildren(el("p", { class: "missing" }, "The text is not among the texts at hand, or is not the one that was read. Nothing can be accepted unseen."));
    one("#legend").replaceChildren();
    return;
  }
  const spans = spansOf(record).filter((s) => s.end <= points.length);
  const cuts = new Set([0, points.length]);
  for (const span of spans) cuts.add(span.start).add(span.end);
  points.forEach((c, at) => { if (c === "\n") cuts.add(at).add(at + 1); });
  const ends = [...cuts].sort((a, b) => a - b);
  const paragraphs = [el("p", { dir: "auto" })];
  for (let n = 0; n + 1 < ends.length; n += 1) {
    const [from, to] = [ends[n], ends[n + 1]];
    if (points[from] === "\n") {
      paragraphs.push(el("p", { dir: "auto", data: { from: to } }));
      continue;
    }
    const over = spans.filter((s) => s.start <= from && to <= s.end).sort((a, b) => (a.end - a.start) - (b.end - b.start));
    paragraphs.at(-1).append(over.length ? marked(points.slice(from, to).join(""), over, from, labels) : el("span", { data: { from } }, points.slice(from, to).join("")));
  }
  box.replaceChildren(...paragraphs);
  legend(spans, labels);
}

// One stretch: the innermost span gives the ground, and each one a line below.
function marked(words, over, from, labels) {
  const groups = [...new Set(over.map((s) => s.group))];
  const made = el("mark", { class: "evidence", data: { from, paths: over.map((s) => s.path).join(" ") } }, words);
  made.style.setProperty("--h", `var(--h-${groups[0]})`);
  made.style.boxShadow = groups.map((g, at) => `inset 0 -${3 * (at + 1)}px 0 hsl(var(--h-${g}) 75% var(--line))`).join(", ");
  made.style.paddingBottom = `${3 * groups.length - 1}px`;
  made.setAttribute("aria-label", `${plain(words)} (${groups.map((g) => labels(g)).join(", ")})`);
  return made;
}

function legend(spans, labels) {
  const groups = [...new Set(spans.sort((a, b) => a.start - b.start).map((s) => s.group))];
  one("#legend").replaceChildren(...groups.map((group) => {
    const made = el("span", { class: "key", data: { group } }, labels(group));
    made.style.setProperty("--h", `var(--h-${group})`);
    return made;
  }));
}

// Light up a field and its evidence together; null puts both out.
export function pair(path, scroll = false) {
  for (const lit of all(".on")) lit.classList.remove("on");
  if (!path) return;
  const marks = all("#text mark").filter((m) => m.dataset.paths.split(" ").includes(path));
  for (const lit of [...marks, ...all("[data-span]").filter((r) => r.dataset.span === path)]) lit.classList.add("on");
  if (scroll && marks.length) marks[0].scrollIntoView({ block: "nearest" });
}

// What is selected in the text, in code points; null if nothing is.
export function selected() {
  const chosen = window.getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0), box = one("#text");
  if (!box.contains(range.startContainer) || !box.contains(range.endContainer)) return null;
  const at = (node, offset) => {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node.childNodes[offset] || node).closest?.("[data-from]");
    if (!piece) return null;
    // A character that is spelled out is still one character of the text.
    const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, offset).replace(/⟨U\+20(2[A-E]|6[6-9])⟩/g, "x") : "";
    return Number(piece.dataset.from) + [...before].length;
  };
  const start = at(range.startContainer, range.startOffset), end = at(range.endContainer, range.endOffset);
  return start !== null && end !== null && start < end ? { start, end } : null;
}
