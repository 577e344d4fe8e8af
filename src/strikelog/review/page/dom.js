// Building the page from values: every word goes in as text, so that nothing in a candidate can become markup.

const REORDERING = /[\u202a-\u202e\u2066-\u2069]/g;

// Characters that turn the order of letters round are spelled out, so that a text shows what it holds.
export const plain = (words) => String(words ?? "").replace(REORDERING, (c) => `⟨U+${c.codePointAt(0).toString(16).toUpperCase()}⟩`);

export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") made.className = value;
    else if (name === "data") Object.assign(made.dataset, value);
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && name !== "list" && name !== "form") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false).map((c) => (c instanceof Node ? c : plain(c))));
  return made;
}

export const one = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// What a candidate says, set apart, so that its direction does not spill over.
export const said = (words, properties = {}) => el("bdi", properties, words);

export async function ask(path, body) {
  const options = body ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {};
  let answer;
  try {
    answer = await fetch(path, { credentials: "same-origin", redirect: "error", ...options });
  } catch {
    throw Object.assign(new Error("the desk does not answer; is strikelog review still running?"), { problems: [] });
  }
  const kind = answer.headers.get("content-type") || "";
  const given = kind.includes("json") ? await answer.json() : { error: await answer.text(), problems: [] };
  if (!answer.ok) throw Object.assign(new Error(given.error), { problems: given.problems || [] });
  return given;
}

export const query = (path, values) => `${path}?${new URLSearchParams(values)}`;
