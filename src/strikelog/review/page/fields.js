// Controls of the form. Each knows its path and the value that is saved, and reports when the two differ.

import { el, plain } from "./dom.js";
import { colourOf, quote } from "./text.js";

export const known = { tables: null, detail: null, points: null, save: () => {} };

const idOf = (path) => `f-${path.replace(/[^A-Za-z0-9]+/g, "-")}`;

// Send what stands in a control, if it is not what is saved.
export function commit(control) {
  const { path, saved } = control?.dataset || {};
  if (path === undefined || control.value === saved) return;
  control.dataset.saved = control.value;
  known.save([{ field: path, after: control.value }]);
}

const listening = { onchange: (e) => commit(e.target), onfocusout: (e) => commit(e.target) };

// Letters typed into a list run through other codes on their way; what is meant is what stands there when the typing ends.
const TYPING = 600;
let typed = 0, later = 0;
const choosing = {
  onkeydown: () => { typed = performance.now(); },
  onchange: (e) => {
    clearTimeout(later);
    if (performance.now() - typed > TYPING) commit(e.target);
    else later = setTimeout(() => commit(e.target), TYPING);
  },
  onfocusout: (e) => commit(e.target),
};

export function input(path, value, properties = {}) {
  const shown = plain(value);
  return el("input", { id: idOf(path), value: shown, dir: "auto", data: { path, saved: shown }, ...listening, ...properties });
}

export function area(path, value, properties = {}) {
  const shown = plain(value);
  return el("textarea", { id: idOf(path), value: shown, rows: 2, dir: "auto", data: { path, saved: shown }, ...listening, ...properties });
}

export function select(path, value, codes, properties = {}) {
  const options = codes.map((c) => el("option", { value: c.value, selected: c.value === value, title: c.description || "" }, c.label));
  if (!codes.some((c) => c.value === value)) options.unshift(el("option", { value, selected: true }, value || "—"));
  const made = el("select", { id: idOf(path), data: { path, saved: value }, ...choosing, ...properties }, options);
  made.value = value;
  return made;
}

export const coded = (path, value, name, empty) =>
  select(path, value, [...(empty === undefined ? [] : [{ value: "", label: empty }]), ...known.tables.codes[name]], {});

// A field for something that has a name: typed or picked by name, saved as what it names.
export function picker(path, value, table, placeholder) {
  const shown = plain(known.detail.labels[value] || value);
  const made = el("input", { id: idOf(path), value: shown, list: `list-${table}`, placeholder, dir: "auto", data: { path, saved: shown }, ...listening });
  if (value.startsWith("new:")) made.classList.add("fresh");
  return made;
}

export function check(path, value, label) {
  const made = el("input", { type: "checkbox", id: idOf(path), checked: value === "yes", data: { check: path }, onchange: () => known.save([{ field: path, after: made.checked ? "yes" : "" }]) });
  return el("label", { class: "check" }, made, label);
}

// A control with its label above.
export function labelled(words, control, help) {
  return el("label", { class: "field", title: help || "" }, el("span", {}, words), control);
}

export const title = (name) => known.tables.titles[name]?.title || name;
export const help = (name) => known.tables.titles[name]?.description || "";

// What the text says, in its own words, with how the value came from them; opens to be changed.
export function evidence(path, given) {
  const words = quote(known.points, given);
  const rule = given.rule ? given.rule.replace(".", ": ").replaceAll("_", " ") : "";
  const summary = el("summary", { title: "Where the text says it" },
    words ? el("q", { dir: "auto" }, words.length > 60 ? `${words.slice(0, 60)}…` : words) : el("span", { class: "none" }, "no evidence"),
    given.basis === "inferred" ? el("span", { class: "inferred", title: rule }, "inferred") : null);
  const narrow = { inputMode: "numeric", size: 6 };
  return el("details", { class: "evidence-of" }, summary, el("div", { class: "grid" },
    rule ? el("p", { class: "rule" }, `Rule: ${rule}`) : null,
    labelled("From", input(`${path}.start`, given.start, narrow)), labelled("To", input(`${path}.end`, given.end, narrow)),
    path === "tally" ? null : labelled("Basis", coded(`${path}.basis`, given.basis, "claims.basis")),
    labelled("Note", input(`${path}.note`, given.note ?? ""), "Why, in our own words; never a sentence of the source."),
    el("p", { class: "tip" }, "Or select words in the text and press ", el("kbd", {}, "v"), ".")));
}

// A row of the form that lights up with its evidence.
export function row(path, group, ...children) {
  const made = el("div", { class: "row", data: { span: path } }, children);
  made.style.setProperty("--h", `var(--h-${colourOf(group)})`);
  return made;
}

export function section(name, number, ...children) {
  return el("fieldset", { data: { section: number } }, el("legend", {}, name, " ", number ? el("kbd", {}, number) : null), children);
}
