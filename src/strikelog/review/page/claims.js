// Figures and parties: every version with who says it, side by side; not stated is not none.

import { el } from "./dom.js";
import { check, coded, evidence, help, input, known, labelled, picker, row, select } from "./fields.js";

const NOT_STATED = { value: "", label: "not stated", description: "The text says nothing of it: no row is made." };

export const keysOf = (record, field) => Object.keys(record.claims).filter((k) => record.claims[k].field === field);
export const nextKey = (record, field) => {
  let n = 1;
  while (record.claims[`${field}-${n}`]) n += 1;
  return `${field}-${n}`;
};

// All versions of one count; one empty card where the text is silent.
export function count(record, field) {
  const { label, description } = known.tables.fields[field];
  const keys = keysOf(record, field);
  const cards = (keys.length ? keys : [nextKey(record, field)]).map((key, at) => figure(record, key, field, keys.length > 1 ? at + 1 : 0));
  const silent = keys.length < 2 && !record.claims[keys[0]]?.state;
  return el("div", { class: silent ? "figure silent" : "figure", data: { field } }, el("h3", { title: description }, label, silent ? null : more(record, field, keys.length)), el("div", { class: "versions" }, cards));
}

function more(record, field, there) {
  if (!there) return null;
  return el("button", { type: "button", class: "quiet", title: "Another version", onclick: () => known.save([{ field: `claims.${nextKey(record, field)}.keep`, after: "yes" }]) }, "+ version");
}

function figure(record, key, field, number) {
  const claim = record.claims[key] || { state: "", value_min: "", value_max: "", qualifier: "", asserter_id: "", standing: "accepted", standing_reason: "", keep: "yes" };
  const path = `claims.${key}`, there = key in record.claims;
  const codes = [NOT_STATED, ...["none", "some", "counted"].map((v) => known.tables.codes["claims.state"].find((c) => c.value === v)).map((c) => ({ ...c, label: c.label.toLowerCase() }))];
  const numbered = known.tables.numbers.includes(field), of = known.tables.pickers[`${field}.qualifier`];
  const states = numbered ? codes : codes.filter((c) => c.value !== "counted");
  const counted = claim.state === "counted", stated = claim.state !== "";
  const narrow = { size: 4, inputMode: "numeric" };
  const parts = [
    el("div", { class: "line" },
      labelled(number ? `Version ${number}` : stated ? "State" : known.tables.fields[field].label, select(`${path}.state`, claim.state, states), help("claims.state")),
      counted ? labelled("Least", input(`${path}.value_min`, claim.value_min, narrow), help("claims.value_min")) : null,
      counted ? labelled("Most", input(`${path}.value_max`, claim.value_max, narrow), help("claims.value_max")) : null,
      stated ? labelled("Said by", picker(`${path}.asserter_id`, claim.asserter_id, "actors", "the source itself"), help("claims.asserter_id")) : null,
      stated && of ? labelled("Of", picker(`${path}.qualifier`, claim.qualifier, of, "all"), help("claims.qualifier")) : null),
    stated ? standing(path, claim) : null,
    there && stated ? evidence(path, claim) : null,
  ];
  const made = row(path, field, parts);
  made.classList.add("version", stated && claim.keep ? "stated" : "unstated");
  return made;
}

function standing(path, claim) {
  return el("div", { class: "line" },
    labelled("Standing", coded(`${path}.standing`, claim.standing, "claims.standing"), help("claims.standing")),
    claim.standing === "accepted" ? null : labelled("Why", input(`${path}.standing_reason`, claim.standing_reason, { required: true }), help("claims.standing_reason")),
    check(`${path}.keep`, claim.keep, "keep"));
}

// Weapons and targets: one name a row.
export function things(record, field, table) {
  const { label, description } = known.tables.fields[field];
  const keys = keysOf(record, field);
  const cards = keys.map((key) => {
    const claim = record.claims[key], path = `claims.${key}`;
    return row(path, field, el("div", { class: "line" }, labelled(label, picker(`${path}.value`, claim.value, table, "none"), description),
      claim.asserter_id || field === "target" ? labelled("Said by", picker(`${path}.asserter_id`, claim.asserter_id, "actors", "the source itself")) : null,
      check(`${path}.keep`, claim.keep, "keep")), evidence(path, claim));
  });
  return el("div", { class: "figure", data: { field } }, cards, add(record, field, `+ ${label.toLowerCase()}`));
}

function add(record, field, words) {
  return el("button", { type: "button", class: "quiet", onclick: () => known.save([{ field: `claims.${nextKey(record, field)}.keep`, after: "yes" }], `claims.${nextKey(record, field)}.value`) }, words);
}

// Who did it, by whose word; "nobody" is what a source says, an empty list is its silence.
export function parties(record, field) {
  const { label, description } = known.tables.fields[field];
  const keys = keysOf(record, field);
  const cards = keys.map((key) => {
    const claim = record.claims[key], path = `claims.${key}`, nobody = claim.state === "none";
    const made = row(path, field,
      el("div", { class: "line" },
        labelled(label, nobody ? el("em", {}, "nobody, says the source") : picker(`${path}.value`, claim.value, "actors", "who"), description),
        nobody || field !== "attributed_to" ? null : labelled("Strength", coded(`${path}.strength`, claim.strength, "claims.strength"), help("claims.strength")),
        labelled("Said by", picker(`${path}.asserter_id`, claim.asserter_id, "actors", "the source itself"), help("claims.asserter_id")),
        labelled("State", select(`${path}.state`, claim.state, [{ value: "", label: "named" }, { value: "none", label: "nobody" }]))),
      standing(path, claim), evidence(path, claim));
    made.classList.add("version", claim.keep ? "stated" : "unstated");
    return made;
  });
  return el("div", { class: "figure", data: { field } }, el("h3", { title: description }, label, add(record, field, keys.length ? "+ version" : "not stated · add")), el("div", { class: "versions" }, cards));
}

// Other versions of the day, the place or the kind.
export function others(record) {
  const keys = Object.keys(record.claims).filter((k) => ["event_type", "date", "part_of_day", "time_local", "site_id", "country", "admin1", "occurrence"].includes(record.claims[k].field));
  if (!keys.length) return null;
  return el("div", { class: "figure" }, el("h3", {}, "Other versions"), el("div", { class: "versions" }, keys.map((key) => {
    const claim = record.claims[key], path = `claims.${key}`;
    const made = row(path, claim.field, el("div", { class: "line" },
      labelled(known.tables.fields[claim.field].label, claim.field === "site_id" ? picker(`${path}.value`, claim.value, "sites", "") : input(`${path}.value`, claim.value)),
      labelled("Said by", picker(`${path}.asserter_id`, claim.asserter_id, "actors", "the source itself"))), standing(path, claim), evidence(path, claim));
    made.classList.add("version", claim.keep ? "stated" : "unstated");
    return made;
  })));
}
