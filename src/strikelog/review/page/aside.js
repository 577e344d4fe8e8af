// Beside the candidate: the queue, and the events that it may be already.

import { el, one, said } from "./dom.js";
import { known } from "./fields.js";

const SIGNS = { accept: "✓", merge: "⇢", reject: "✕", skip: "↷", open: "" };
const WORDS = { accept: "accepted", merge: "merged", reject: "rejected", skip: "skipped", open: "open" };

const label = (name, value) => known.tables?.codes[name]?.find((c) => c.value === value)?.label || value;

export function showQueue(overview, current, open) {
  one("#progress").max = Math.max(1, overview.total);
  one("#progress").value = overview.done;
  one("#count").textContent = `${overview.done} of ${overview.total} decided`;
  one("#coder").textContent = overview.coder;
  const items = overview.queue.map((entry) => {
    const what = entry.kind === "tally" ? `${entry.total ?? "?"} ${label("tallies.counted", entry.counted)}` : label("events.event_type", entry.event_type) || "Event";
    const meter = el("meter", { min: 0, max: 1, value: entry.certainty, "aria-label": `certainty ${Math.round(entry.certainty * 100)} %` });
    return el("li", {}, el("button", { type: "button", class: `entry ${entry.state}`, "aria-current": entry.candidate_id === current ? "true" : undefined, data: { id: entry.candidate_id }, onclick: () => open(entry.candidate_id) },
      el("span", { class: "what" }, el("b", {}, said(what)), el("span", { class: "sign", "aria-label": WORDS[entry.state] }, SIGNS[entry.state])),
      el("span", { class: "where" }, said(entry.place || "place not named")), el("span", { class: "when" }, entry.day, entry.copy ? " · copy" : ""), meter));
  });
  const more = overview.total - items.length;
  if (more > 0) items.push(el("li", { class: "more" }, `and ${more} more`));
  one("#queue ol").replaceChildren(...items);
  one("#queue [aria-current]")?.scrollIntoView({ block: "nearest" });
}

export function showDuplicates(duplicates, merge, tie) {
  const box = one("#duplicates");
  if (!duplicates.length) {
    box.replaceChildren();
    return;
  }
  box.replaceChildren(el("h2", {}, `It may be ${duplicates.length === 1 ? "this event" : "one of these events"} already `, el("kbd", {}, "d")),
    ...duplicates.map((d) => el("article", { class: "duplicate" },
      el("h3", {}, el("code", {}, d.event_id), " ", said(label("events.event_type", d.event_type)), " · ", d.first === d.last ? d.first : `${d.first} to ${d.last}`, " · ", said(d.place || "")),
      el("p", {}, said(d.summary)),
      el("p", { class: "reasons" }, d.score === null || d.score === undefined ? "" : `${Math.round(d.score * 100)} % · `, said(d.reasons.join("; "))),
      claims(d.claims),
      el("div", { class: "line" },
        el("button", { type: "button", onclick: () => merge(d.event_id) }, "Merge into it ", el("kbd", {}, "m")),
        el("button", { type: "button", class: "quiet", onclick: () => tie(d.event_id, "distinct_from") }, "They are two"),
        el("button", { type: "button", class: "quiet", onclick: () => tie(d.event_id, "possible_duplicate") }, "Cannot tell")))));
}

function claims(given) {
  if (!given.length) return null;
  return el("table", {}, el("thead", {}, el("tr", {}, ["Field", "Says", "By", "Source"].map((h) => el("th", { scope: "col" }, h)))),
    el("tbody", {}, given.map((c) => el("tr", { class: c.standing }, el("td", {}, known.tables.fields[c.field]?.label || c.field),
      el("td", {}, said(c.label && c.said.includes("-") && !/^[0-9]/.test(c.said) ? c.label : c.said)), el("td", {}, said(c.asserter || "itself")), el("td", {}, said(c.source))))));
}
