// Where two coders differ, how far they agree, and the third decision that settles it.

import { ask, el, one, said } from "./dom.js";

export async function showAgreement(settle) {
  const { pairs, table } = await ask("/api/agreement");
  const box = one("#agreement");
  if (!pairs.length) {
    box.replaceChildren(el("h1", { tabIndex: -1 }, "Disagreements"), el("p", {}, "No candidate has been closed by two coders. A second coder opens the same queue and the same log with a name of their own."));
    return;
  }
  const open = pairs.filter((p) => p.differs.length && !p.settled), settled = pairs.filter((p) => p.settled), same = pairs.filter((p) => !p.differs.length);
  box.replaceChildren(
    el("h1", { tabIndex: -1 }, "Disagreements"),
    el("p", {}, `${pairs.length} candidate${pairs.length === 1 ? "" : "s"} closed by two coders: ${same.length} alike, ${settled.length} settled, ${open.length} to settle.`),
    el("div", { class: "columns" }, el("div", {}, open.map((p) => pair(p, settle)), settled.map((p) => el("article", { class: "pair" }, heading(p), el("p", {}, "Settled: ", said(p.differs.join(", ")))))),
      el("aside", {}, el("h2", {}, "Agreement"), figures(table), el("p", { class: "tip" }, "Alpha is Krippendorff's, nominal; it is not defined where every value is the same."))));
}

const heading = (p) => el("h2", {}, said(p.entry?.event_type || p.entry?.kind || ""), " · ", said(p.entry?.place || ""), " · ", p.entry?.day || "", " ", el("code", {}, p.candidate_id));

function figures(table) {
  return el("table", {}, el("thead", {}, el("tr", {}, ["Field", "Compared", "Agreed", "Alpha"].map((h) => el("th", { scope: "col" }, h)))),
    el("tbody", {}, table.map((r) => el("tr", { class: r.agreed < r.events ? "differs" : "" }, el("td", {}, r.field), el("td", {}, r.events), el("td", {}, r.agreed), el("td", {}, r.alpha === null ? "–" : r.alpha.toFixed(2))))));
}

// One candidate: for each field that differs, which of the two holds.
function pair(p, settle) {
  const values = Object.fromEntries(p.fields.map((f) => [f.field, f]));
  const lines = p.differs.map((field) => {
    const choice = (coder, value, first) => el("td", {}, el("label", { class: "check" }, el("input", { type: "radio", name: `${p.candidate_id}-${field}`, value: coder, checked: first, data: { field } }), said(value || "not stated")));
    return el("tr", {}, el("th", { scope: "row" }, field === "event" ? "what it is" : field), choice(p.first, values[field].first, true), choice(p.second, values[field].second, false));
  });
  const reason = el("input", { type: "text", required: true, placeholder: "why", "aria-label": "Reason" });
  const problem = el("p", { class: "wrong", role: "alert" });
  const made = el("article", { class: "pair" }, heading(p),
    el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Field"), el("th", { scope: "col" }, said(p.first)), el("th", { scope: "col" }, said(p.second)))), el("tbody", {}, lines)),
    el("form", { class: "line", onsubmit: async (submitted) => {
      submitted.preventDefault();
      const chosen = Object.fromEntries([...made.querySelectorAll("input:checked")].map((c) => [c.dataset.field, c.value]));
      const base = chosen.event || p.first, other = base === p.first ? p.second : p.first;
      try {
        await settle({ candidate_id: p.candidate_id, action: "settle", base, other, reason: reason.value, take: p.differs.filter((f) => f !== "event" && chosen[f] === other) });
      } catch (why) {
        problem.textContent = [why.message, ...why.problems.map((q) => q.message)].join("; ");
      }
    } }, reason, el("button", { class: "strong" }, "Settle")), problem);
  return made;
}
