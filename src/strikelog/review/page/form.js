// The form of one candidate: what happened, when, where, how many, who, and what no text says outright.

import { el, one, said } from "./dom.js";
import { area, check, coded, evidence, help, input, known, labelled, picker, row, section, select, title } from "./fields.js";
import { count, others, parties, things } from "./claims.js";

const event = (record, name) => ({ path: `event.${name}`, value: record.event[name] });
const words = (record, name, more = {}) => labelled(title(`events.${name}`), input(event(record, name).path, record.event[name], more), help(`events.${name}`));
const codes = (record, name, empty) => labelled(title(`events.${name}`), coded(event(record, name).path, record.event[name], `events.${name}`, empty), help(`events.${name}`));
const backed = (record, key, value, ...controls) => row(`evidence.${key}`, key, el("div", { class: "line" }, controls), value || record.evidence[key].start ? evidence(`evidence.${key}`, record.evidence[key]) : null);

export function showForm(detail) {
  const { record, entry } = detail;
  const parts = [heading(detail), missing(detail)];
  parts.push(...(record.kind === "tally" ? tally(record) : happened(record, detail)));
  parts.push(fresh(record), source(detail));
  if (record.kind === "event") parts.push(links(record, detail), names(record));
  one("#form").replaceChildren(...parts.filter(Boolean));
  if (entry.state !== "open" && entry.state !== "skip") one("#form").querySelectorAll("input, select, textarea, fieldset button").forEach((c) => { c.disabled = true; });
}

function heading({ entry, record }) {
  const ended = { accept: "Accepted", merge: "Merged", reject: "Rejected", skip: "Skipped for now" }[entry.state];
  return el("div", { class: "heading" },
    el("h2", { tabIndex: -1, id: "title" }, record.kind === "tally" ? "Tally" : "Event", entry.copy ? " (copy)" : "", ended ? el("span", { class: `state ${entry.state}` }, ended) : null),
    el("p", {}, el("code", {}, entry.candidate_id), ` certainty ${Math.round(entry.certainty * 100)} % · `, said(entry.status), entry.event_id ? ` · ${entry.event_id}` : "", entry.reason ? ` · ${entry.reason}` : ""),
    labelled("Take it as", select("kind", record.kind, [{ value: "event", label: "Event" }, { value: "tally", label: "Tally (a running total)" }])));
}

function missing({ problems }) {
  return el("ul", { id: "problems", "aria-label": "Still to be filled in" }, problems.map((p) => el("li", {}, el("button", { type: "button", class: "quiet", onclick: () => go(p.field) }, p.message))));
}

// Put the focus on the control of a path, as near as there is one.
export function go(path) {
  const control = one(`#form [data-path="${CSS.escape(path)}"]`) || one(`#form [data-path^="${CSS.escape(path.split(".").slice(0, 2).join("."))}"]`);
  control?.closest("details")?.setAttribute("open", "");
  control?.focus();
}

function happened(record, detail) {
  const known_ = known.tables;
  return [
    section("What", "1", backed(record, "event_type", record.event.event_type, codes(record, "event_type", "—"), words(record, "composite_count", { size: 4, inputMode: "numeric", placeholder: "one" })), things(record, "weapon", "weapons")),
    section("When", "2",
      backed(record, "date", record.event.date_earliest, words(record, "date_earliest", { size: 11, placeholder: "YYYY-MM-DD" }), words(record, "date_latest", { size: 11, placeholder: "YYYY-MM-DD" }), codes(record, "date_precision", "—")),
      el("div", { class: "pairs" }, backed(record, "part_of_day", record.event.part_of_day, codes(record, "part_of_day", "not stated")),
        backed(record, "time_local", record.event.time_local, words(record, "time_local", { size: 6, placeholder: "HH:MM" })))),
    section("Where", "3",
      backed(record, "place", "there", labelled(title("events.site_id"), picker("event.site_id", record.event.site_id, "sites", "not named"), help("events.site_id")),
        words(record, "place_detail"), codes(record, "location_precision", "—"), codes(record, "country", "—"), words(record, "admin1", { size: 7 }),
        record.event.location_precision === "exact" || record.event.latitude ? [words(record, "latitude", { size: 9 }), words(record, "longitude", { size: 9 })] : null)),
    section("Against whom", "4", el("div", { class: "line" }, codes(record, "target_type", "—")), things(record, "target", "actors")),
    section("How many", "5", el("div", { class: "counts" }, known_.counts.map((field) => count(record, field)))),
    section("Who", "6", known_.parties.map((field) => parties(record, field)), others(record)),
    section("In our words", "7",
      el("div", { class: "line" }, codes(record, "occurrence", "—")),
      labelled(title("events.summary"), area("event.summary", record.event.summary), help("events.summary")),
      labelled(title("events.note"), input("event.note", record.event.note), help("events.note"))),
  ];
}

function tally(record) {
  const cell = (name, more = {}) => labelled(title(`tallies.${name}`), input(`tally.${name}`, record.tally[name], more), help(`tallies.${name}`));
  const short = { size: 6, inputMode: "numeric" }, day = { size: 11, placeholder: "YYYY-MM-DD" };
  return [section("Total", "1", row("tally", "tally",
    el("div", { class: "line" }, labelled(title("tallies.counter_id"), picker("tally.counter_id", record.tally.counter_id, "actors", "who counts"), help("tallies.counter_id")),
      labelled(title("tallies.counted"), coded("tally.counted", record.tally.counted, "tallies.counted", "—"), help("tallies.counted")), cell("total_min", short), cell("total_max", short)),
    el("div", { class: "line" }, cell("since", day), cell("as_of", day), cell("iraq", short), cell("syria", short), cell("jordan", short)),
    labelled(title("tallies.scope"), area("tally.scope", record.tally.scope), help("tallies.scope")),
    evidence("tally", record.tally)))];
}

// Rows that would be made beside the event: places, actors and weapons that the package does not have.
function fresh(record) {
  const used = new Set([record.event.site_id, record.tally.counter_id, ...Object.values(record.claims).filter((c) => c.keep).flatMap((c) => [c.value, c.qualifier, c.asserter_id])]);
  const keys = Object.keys(record.new).filter((k) => used.has(k));
  if (!keys.length) return null;
  const names = { sites: "place", actors: "actor", weapons: "weapon" }, columns = { sites: "sites", actors: "actors", weapons: "weapons" };
  return section("New to the package", "n", el("p", { class: "tip" }, "Pick what it is called here in the field above, or say what it is. Names are in English; the spelling of the text is kept beside them."),
    keys.map((key) => {
      const given = record.new[key];
      return el("div", { class: "line fresh", data: { fresh: key } }, el("em", {}, names[given.table]),
        labelled("English name", input(`new.${key}.name`, given.name)),
        known.tables.new[given.table].map((c) => {
          const name = `${columns[given.table]}.${c}`, path = `new.${key}.${c}`;
          const list = known.tables.codes[name] || (c === "country" && given.table === "sites" ? known.tables.codes["events.country"] : null);
          return labelled(title(name), list ? select(path, given[c], [{ value: "", label: "—" }, ...list]) : input(path, given[c], { size: 6, placeholder: c === "country" ? "IQ" : "IQ-AN" }), help(name));
        }));
    }));
}

function source({ record, known_source: there }) {
  if (there) {
    return section("Source", "8", el("p", { class: "known" }, "Entered already as ", el("code", {}, there.source_id), ": ", said(there.publisher || "publisher not named"), ", ", there.published || "no day",
      there.sha256 && there.sha256 !== record.source.sha256 ? el("strong", {}, " with another text; its evidence cannot be kept") : ""), address(record));
  }
  const cell = (name, more = {}) => labelled(title(`sources.${name}`), input(`source.${name}`, record.source[name], more), help(`sources.${name}`));
  const list = (name, empty) => labelled(title(`sources.${name}`), coded(`source.${name}`, record.source[name], `sources.${name}`, empty), help(`sources.${name}`));
  return section("Source", "8", el("p", { class: "tip" }, "Not entered yet; what is said here holds for every candidate of this text."),
    el("div", { class: "line" }, cell("publisher"), list("source_kind", "—"), list("read_scope", "—"), list("language", "—")),
    el("div", { class: "line" }, cell("published", { size: 11, placeholder: "YYYY-MM-DD" }), list("published_basis", "—"), cell("retrieved", { size: 11, placeholder: "YYYY-MM-DD" }), cell("text_name")),
    address(record), cell("note"));
}

const address = (record) => labelled("Address", input("source.url", record.source.url, { placeholder: "https://… finds a report that is entered already" }), help("sources.url"));

function links(record, detail) {
  const types = known.tables.codes["links.link_type"];
  const lines = Object.entries(record.links).map(([key, given]) => {
    const path = `links.${key}`, other = detail.siblings.find((s) => s.candidate_id === given.other);
    const choices = [{ value: "", label: "none" }, ...detail.siblings.map((s) => ({ value: s.candidate_id, label: `${s.event_type || s.kind} ${s.day} ${s.place}` })),
      ...detail.duplicates.map((d) => ({ value: d.event_id, label: `${d.event_id} ${d.event_type} ${d.first}` }))];
    return row(path, "answer_to", el("div", { class: "line" }, labelled("Tie", select(`${path}.link_type`, given.link_type, types)),
      labelled("To", select(`${path}.other`, given.other, choices)), other?.state === "reject" ? el("em", {}, "which was rejected") : null), evidence(path, given));
  });
  const next = `links.tie-${Object.keys(record.links).length + 1}`;
  return section("Ties", "9", lines, el("button", { type: "button", class: "quiet", onclick: () => known.save([{ field: `${next}.basis`, after: "inferred" }], `${next}.link_type`) }, "+ tie to another event"));
}

function names(record) {
  const offers = Object.entries(record.learn);
  if (!offers.length) return null;
  return section("Names learned", "0", el("p", { class: "tip" }, "Spellings that the next text will be read with. Keep names only, no descriptions."),
    offers.map(([key, offer]) => el("div", { class: "line" }, check(`learn.${key}.keep`, offer.keep, ""), labelled("Spelling", input(`learn.${key}.text`, offer.text)), el("span", { class: "of" }, "for ", said(target(record, offer.of))))));
}

function target(record, path) {
  const [section_, key, column] = path.split(".");
  const value = (column ? record[section_][key]?.[column] : record[section_][key]) || "";
  return known.detail.labels[value] || value || "nothing yet";
}
