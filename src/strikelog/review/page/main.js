// The desk: opens candidates, sends decisions one after another, and listens to the keys.

import { all, ask, el, one, query } from "./dom.js";
import { showAgreement } from "./agreement.js";
import { showDuplicates, showQueue } from "./aside.js";
import { commit, known } from "./fields.js";
import { go, showForm } from "./form.js";
import { pair, selected, showText } from "./text.js";

let overview = null, current = "", waiting = Promise.resolve(), busy = 0;

// The token has done its work once the cookie is set; it need not stay in the address.
history.replaceState(null, "", "/");

const say = (words) => { one("#say").textContent = words; };
const label = (group) => ({ place: "Place", answer_to: "Tie", tally: "Total" })[group] || known.tables.fields[group]?.label || group;

function trouble(why) {
  const box = one("#notice");
  box.replaceChildren(el("strong", {}, why.message), el("ul", {}, (why.problems || []).map((p) =>
    el("li", {}, p.field ? el("button", { type: "button", class: "quiet", onclick: () => go(p.field) }, p.message) : p.message))));
  box.hidden = false;
  say(why.message);
}
const calm = () => { one("#notice").hidden = true; };

// Decisions are sent in the order in which they are made, each after the one before has been kept.
function inTurn(work) {
  busy += 1;
  document.body.dataset.busy = "yes";
  waiting = waiting.then(work).catch(trouble).finally(() => {
    busy -= 1;
    if (!busy) delete document.body.dataset.busy;
  });
  return waiting;
}

const send = (action, more = {}, id = current) => ask("/api/decide", { candidate_id: id, action, ...more });

// Draw the candidate anew, and leave the person where they were, with what they were typing.
function draw(detail, focus) {
  const at = document.activeElement, path = at?.dataset?.path, typed = at?.value, range = path && at.selectionStart !== undefined ? [at.selectionStart, at.selectionEnd] : null;
  const unsaved = path && typed !== at.dataset.saved;
  const opened = all("#form details[open] [data-path]").map((c) => c.dataset.path), scroll = one("#form").scrollTop;
  known.detail = detail;
  known.points = detail.text === null ? null : Array.from(detail.text);
  showText(known.points, detail.record, label);
  showForm(detail);
  showDuplicates(detail.duplicates, (event) => merge(event), tie);
  for (const one_ of opened) one(`#form [data-path="${CSS.escape(one_)}"]`)?.closest("details")?.setAttribute("open", "");
  one("#form").scrollTop = scroll;
  const again = focus ? null : path && one(`#form [data-path="${CSS.escape(path)}"]`);
  if (focus) go(focus);
  else if (at?.id === "title") one("#title").focus({ preventScroll: true });
  if (again) {
    if (unsaved) again.value = typed;
    again.focus({ preventScroll: true });
    if (range && again.setSelectionRange && again.type === "text") again.setSelectionRange(...range);
  }
}

known.save = (changes, focus) => inTurn(async () => {
  calm();
  const made = await send("edit", { changes });
  overview = made.overview;
  if (made.candidate_id === current) draw(made.detail, focus);
  say("Kept.");
});

async function open(id, words) {
  current = id;
  calm();
  showQueue(overview, current, (other) => inTurn(() => open(other)));
  if (!id) {
    one("#form").replaceChildren(el("div", { class: "heading" }, el("h2", { id: "title", tabIndex: -1 }, overview.total ? "Everything is decided" : "There is nothing to decide"),
      el("p", {}, "Now run ", el("code", {}, "strikelog apply"), ", or press ", el("kbd", {}, "u"), " to take back the last decision.")));
    one("#text").replaceChildren();
    one("#legend").replaceChildren();
    one("#duplicates").replaceChildren();
  } else {
    if (document.activeElement?.dataset?.path) document.activeElement.blur();
    draw(await ask(query("/api/candidate", { id })));
    one("#form").scrollTop = 0;
    one("#reading").scrollTop = 0;
    one("#text mark")?.scrollIntoView({ block: "center" });
  }
  one("#title").focus({ preventScroll: true });
  say(words || "");
}

// Close the candidate and go on to the next one.
const close = (action, more, words) => inTurn(async () => {
  calm();
  const made = await send(action, more);
  overview = made.overview;
  await open(action === "split" ? made.new : overview.next, `${words} ${overview.done} of ${overview.total} decided.`);
});

function tie(other, type) {
  const path = `links.tie-${Object.keys(known.detail.record.links).length + 1}`;
  known.save([{ field: `${path}.link_type`, after: type }, { field: `${path}.other`, after: other }], `${path}.note`);
}

// A question with one or more answers; resolves with true if it was answered.
function question(title, yes, ...body) {
  const dialog = one("#ask");
  one("#ask-title").textContent = title;
  one("#ask-yes").textContent = yes;
  one("#ask-body").replaceChildren(...body);
  dialog.returnValue = "";
  dialog.showModal();
  one("#ask-body input, #ask-body select")?.focus();
  return new Promise((resolve) => { dialog.onclose = () => resolve(dialog.returnValue === "yes"); });
}

async function reject() {
  const reason = el("input", { type: "text", required: true, "aria-label": "Reason", placeholder: "not an event, a threat, told elsewhere…" });
  if (await question("Why is it rejected?", "Reject", reason)) await close("reject", { reason: reason.value }, "Rejected.");
}

async function merge(event = "") {
  const near = known.detail.duplicates;
  const into = el("input", { type: "text", required: true, value: event || near[0]?.event_id || "", "aria-label": "Event", placeholder: "ev-…", pattern: "ev-[a-z0-9]{6}" });
  const choices = near.map((d) => el("label", { class: "check" }, el("input", { type: "radio", name: "into", value: d.event_id, checked: d.event_id === into.value, onchange: () => { into.value = d.event_id; } }), `${d.event_id} ${d.event_type} ${d.first}`));
  const reason = el("input", { type: "text", "aria-label": "Reason", placeholder: "why it is the same event (may stay empty)" });
  if (await question("Into which event?", "Merge", ...choices, into, reason)) await close("merge", { event_id: into.value, reason: reason.value }, "Merged.");
}

const undo = () => inTurn(async () => {
  calm();
  const made = await send("undo");
  overview = made.overview;
  await open(made.candidate_id, `Undone: ${made.undone}.`);
});

function mark() {
  const chosen = selected(), path = lastRow;
  if (!chosen) say("Select words in the text first.");
  else if (!path) say("Go to a field first.");
  else known.save([{ field: `${path}.start`, after: String(chosen.start) }, { field: `${path}.end`, after: String(chosen.end) }, ...(path === "tally" ? [] : [{ field: `${path}.basis`, after: "stated" }])]);
}

const step = (by) => {
  const ids = overview.queue.map((e) => e.candidate_id), at = ids.indexOf(current);
  const next = ids[at + by];
  if (next) inTurn(() => open(next));
};

async function page(name) {
  one("#desk").hidden = one("#actions").hidden = name !== "queue";
  one("#agreement").hidden = name === "queue";
  one("#go-queue").setAttribute("aria-pressed", String(name === "queue"));
  one("#go-agreement").setAttribute("aria-pressed", String(name !== "queue"));
  if (name === "queue") {
    overview = await ask("/api/overview");
    await open(current || overview.next);
    return;
  }
  await showAgreement(async (given) => {
    await ask("/api/decide", given);
    await page("agreement");
  });
  (one("#agreement h1") || one("#agreement")).focus();
}

const section = (number) => one(`#form [data-section="${number}"]`)?.querySelector("input, select, textarea, summary, button")?.focus();

const KEYS = {
  a: ["Accept", () => close("accept", {}, "Accepted.")], e: ["Edit: go to the first field", () => section("1")], r: ["Reject, with a reason", reject],
  s: ["Skip for now", () => close("skip", {}, "Skipped.")], m: ["Merge into an existing event", () => merge()], x: ["Split: a copy as a second event", () => close("split", {}, "Split.")],
  u: ["Undo the last decision", undo], v: ["Take the selected words as evidence of the field last used", mark],
  j: ["Next candidate", () => step(1)], k: ["Previous candidate", () => step(-1)], t: ["Go to the text", () => one("#text").focus()], d: ["Go to possible duplicates", () => one("#duplicates").focus()],
  n: ["Go to what is new to the package", () => section("n")], p: ["Go to what is missing", () => one("#problems button")?.focus()], q: ["The queue", () => inTurn(() => page("queue"))], g: ["Disagreements", () => inTurn(() => page("agreement"))],
  "?": ["These keys", () => one("#keys").showModal()],
};
const OTHER_KEYS = { "1 – 9, 0": "Go to a part of the form", Esc: "Leave a field, so that keys work again", "Ctrl + Enter": "Accept, from within a field", "Tab, Shift + Tab": "Next and previous field" };

document.addEventListener("keydown", (pressed) => {
  if (document.querySelector("dialog[open]")) return;
  const typing = pressed.target.matches("input:not([type=checkbox]):not([type=radio]), select, textarea");
  if (pressed.key === "Enter" && pressed.ctrlKey && !one("#desk").hidden) {
    pressed.preventDefault();
    commit(document.activeElement);
    KEYS.a[1]();
  } else if (pressed.key === "Escape" && typing) {
    commit(pressed.target);
    (one("#title") || document.body).focus({ preventScroll: true });
  } else if (!typing && !pressed.ctrlKey && !pressed.metaKey && !pressed.altKey) {
    const work = /^[0-9]$/.test(pressed.key) ? () => section(pressed.key) : KEYS[pressed.key]?.[1];
    if (!work || (one("#desk").hidden && !"qg?".includes(pressed.key)) || (!current && "aersmxv".includes(pressed.key))) return;
    pressed.preventDefault();
    work();
  }
});

let lastRow = "";
const spanAt = (node) => node.closest?.("[data-span]")?.dataset.span || node.closest?.("mark")?.dataset.paths.split(" ")[0] || "";
document.addEventListener("focusin", (e) => {
  const path = spanAt(e.target);
  if (path) lastRow = path;
  pair(path, true);
});
document.addEventListener("pointerover", (e) => { const path = spanAt(e.target); if (path || !spanAt(document.activeElement)) pair(path); });
one("#text").addEventListener("click", (e) => {
  const path = e.target.closest("mark")?.dataset.paths.split(" ")[0];
  if (path && !selected()) one(`#form [data-span="${CSS.escape(path)}"]`)?.querySelector("input, select, summary")?.focus();
});
one("#form").addEventListener("submit", (e) => e.preventDefault());
one("#ask-no").addEventListener("click", () => one("#ask").close(""));
one("#show-keys").addEventListener("click", () => one("#keys").showModal());
one("#go-queue").addEventListener("click", () => inTurn(() => page("queue")));
one("#go-agreement").addEventListener("click", () => inTurn(() => page("agreement")));
const BUTTONS = { accept: "a", edit: "e", merge: "m", split: "x", skip: "s", reject: "r", undo: "u" };
for (const button of all("#actions [data-action]")) button.addEventListener("click", () => KEYS[BUTTONS[button.dataset.action]][1]());
window.addEventListener("beforeunload", (e) => { commit(document.activeElement); if (busy) e.preventDefault(); });

one("#keys dl").replaceChildren(...[...Object.entries(KEYS).map(([key, [words]]) => [key, words]), ...Object.entries(OTHER_KEYS)].flatMap(([key, words]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, words)]));

inTurn(async () => {
  [overview, known.tables] = await Promise.all([ask("/api/overview"), ask("/api/tables")]);
  for (const [table, rows] of Object.entries(known.tables.named)) one(`#list-${table}`).replaceChildren(...rows.map((r) => el("option", { value: r.name })));
  if (overview.torn) trouble(new Error("The last line of the log was cut off by a crash; the decision in it had never been confirmed."));
  const torn = overview.torn && one("#notice").textContent;
  await open(overview.next);
  if (torn) trouble(new Error(torn));
});
