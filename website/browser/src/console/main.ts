// The SQL console: a query is written, run in this tab on the published database, and its answer shown.
import { find, h } from "../lib/dom.ts";
import { view } from "./answer.ts";
import { type Editor, makeEditor } from "./editor.ts";
import { Engine, type News, SMALL, Stopped } from "./engine.ts";
import { History } from "./history.ts";
import { type Knowledge, type Recipe, columnsOf } from "./knowledge.ts";
import { mistake } from "./mistakes.ts";
import { type Answer, Failed, type Limit, USUAL, WIDE, run } from "./run.ts";
import { marked, questions, schema } from "./schema.ts";
import { addressOf, queryOf } from "./share.ts";
import { type Statement, asksOnly, statements } from "./sql.ts";
import { failure, trouble } from "./trouble.ts";

// A query that came with an address is stopped by itself after so many seconds.
const LINKED = 10;
const root = find("#console", HTMLElement), body = find("#console-body", HTMLElement);
// The page stands at the root of the site.
const site = (path: string): string => path;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

async function begin(): Promise<void> {
  body.hidden = false;
  try {
    const answer = await fetch(root.dataset.knowledge ?? "");
    if (!answer.ok) throw new Error(`the site answers ${answer.status}`);
    const known = await answer.json() as Knowledge;
    body.replaceChildren();
    await page(known);
  } catch (why) {
    body.replaceChildren(failure(`What the console needs could not be fetched: ${why instanceof Error ? why.message : String(why)}.`, () => void begin()));
  }
}

async function page(known: Knowledge): Promise<void> {
  const { database, tables } = known;
  const linked = await queryOf(location);
  const asked = known.recipes.find((recipe) => recipe.slug === new URLSearchParams(location.search).get("recipe"));
  const past = new History(() => localStorage);
  const columns = columnsOf(tables);

  const runButton = h("button", { type: "button", class: "md-button md-button--primary", onclick: () => start() }, "Run");
  const stopButton = h("button", { type: "button", class: "md-button", disabled: true, onclick: () => void stop("Stopped") }, "Stop");
  const share = h("button", { type: "button", onclick: () => void copyLink() }, "Copy link");
  const about = h("div", { class: "console-about", hidden: true });
  const clock = h("span", { class: "console-clock", "aria-hidden": "true" });
  const status = h("p", { class: "console-status", role: "status" });
  const bar = h("progress", { max: 1, value: 0, "aria-label": "Loading" });
  const words = h("span");
  const progress = h("p", { class: "console-progress", hidden: true }, bar, words);
  const result = h("div", { class: "console-answer-place" });
  const foot = h("p", { class: "console-foot" });
  const printed = h("pre", { class: "console-printed" });
  const place = h("div", { class: "console-editor" });
  const pastList = h("ul", { class: "console-past" });
  const wide = matchMedia("(min-width: 60em)").matches;
  const beginWith = h("details", { open: wide }, h("summary", {}, "Questions to begin with"), questions(known.recipes, (recipe) => choose(recipe)));
  const aside = h("div", { class: "console-side" }, beginWith,
    h("details", { open: wide }, h("summary", {}, "Tables and columns"), schema(tables, site, (name) => editor.insert(name), (sql) => ask(sql))));
  const main = h("div", { class: "console-main" }, about, place,
    h("p", { class: "console-small", id: "console-keys" }, h("kbd", {}, "Ctrl"), " or ", h("kbd", {}, "⌘"), " with ", h("kbd", {}, "Enter"), " runs the query, or what of it is selected. ", h("kbd", {}, "Esc"), " and then ", h("kbd", {}, "Tab"), " leaves the editor."),
    h("div", { class: "console-bar" }, runButton, stopButton, clock, h("span", { class: "console-space" }), share, h("details", { class: "console-history" }, h("summary", {}, "History"), pastList)),
    progress, status, printed, result, foot);
  body.append(aside, main);

  let chart: Readonly<Record<string, string>> = {};
  const editor: Editor = makeEditor(place, linked ?? asked?.sql ?? known.begin, tables, () => start(), () => {
    if (editor.read().text === about.dataset.of) return;
    about.hidden = true;
    chart = {};
  });

  const address = new URL(site(database.path), document.baseURI);
  // A release that replaces this one has another mark, so that parts of two are never taken for one.
  address.search = database.mark;
  const engine = new Engine({ address, bytes: database.bytes }, (news) => hear(news));
  root.dataset.state = "idle";
  foot.textContent = `The database has ${megabytes(database.bytes)}; a query fetches only the parts that it needs, and nothing is asked of another host.`;
  showPast();

  function hear(news: News): void {
    progress.hidden = news.state !== "loading";
    if (news.state === "loading") {
      if (news.total) bar.value = news.done / news.total;
      else bar.removeAttribute("value");
      words.textContent = news.total ? `${news.what}: ${megabytes(news.done)} of ${megabytes(news.total)}. You can write meanwhile.` : `${news.what} …`;
    }
    if (news.state === "whole") foot.textContent = "The whole database is in this tab now: queries go on without a connection.";
    root.dataset.engine = news.state;
  }

  /** Run what is in the editor, or what is selected there. */
  function start(seconds = 0): void {
    const { text, chosen, from } = editor.read();
    const all = statements(chosen).map((s): Statement => ({ ...s, from: s.from + from }));
    if (!all.length) return say("There is no query to run.");
    void perform(text, all, USUAL, seconds);
  }

  function ask(sql: string): void {
    editor.write(sql);
    start();
  }

  function choose(recipe: Recipe): void {
    editor.write(recipe.sql);
    tell(h("strong", {}, recipe.title), " ", ...marked(recipe.text), " ", h("a", { href: site(`recipes/${recipe.slug}.html`) }, "In Python and R"));
    chart = recipe.chart;
    start();
    if (wide) return;
    beginWith.open = false;
    about.scrollIntoView({ block: "start" });
  }

  async function perform(text: string, all: readonly Statement[], limit: Limit, seconds: number): Promise<void> {
    if (root.dataset.state === "running") return say("A query is running. Stop it first.");
    const drawn = chart;
    let from = performance.now(), far = 0;
    root.dataset.state = "running";
    stopButton.disabled = false;
    say("");
    editor.mark(null);
    result.classList.add("console-old");
    // The clock runs from when the engine is there; waiting for it has its own words.
    const ticking = setInterval(() => {
      if (!progress.hidden) from = performance.now();
      clock.textContent = progress.hidden ? `${((performance.now() - from) / 1000).toFixed(1)} s${far ? `, ${far.toLocaleString("en")} rows` : ""}` : "";
      if (seconds && performance.now() - from > seconds * 1000) void stop(`Stopped after ${seconds} s, since it came with the address. Run lets it go on`);
    }, 100);
    halted = "";
    try {
      const answer = await run(engine, all, limit, () => { from = performance.now(); }, (rows) => { far = rows; });
      const took = (performance.now() - from) / 1000;
      show(answer, drawn, limit === USUAL ? all.slice(-1) : null);
      say(summary(answer, took));
      past.add({ sql: text, at: new Date().toISOString(), rows: answer.length });
      showPast();
      keepInTab();
    } catch (why) {
      if (why instanceof Stopped) {
        result.replaceChildren();
        say(`${halted || "Stopped"}${why.afresh ? "; the engine had to start afresh, without temporary tables" : ""}.`);
      } else if (why instanceof Failed) {
        const { statement } = why;
        const wrong = mistake(why.message, statement.text, text, statement.from, { tables: tables.map((t) => t.name), columns });
        result.replaceChildren(trouble(wrong, editor));
        if (wrong.from !== undefined && wrong.to !== undefined) editor.mark({ from: wrong.from, to: wrong.to });
      } else result.replaceChildren(failure(`The database could not be opened: ${why instanceof Error ? why.message : String(why)}.`, () => start()));
    } finally {
      clearInterval(ticking);
      clock.textContent = "";
      result.classList.remove("console-old");
      stopButton.disabled = true;
      printed.textContent = text;
      root.dataset.state = "idle";
      root.dataset.runs = String(Number(root.dataset.runs ?? 0) + 1);
      void addressOf(text).then((to) => history.replaceState(null, "", `${location.pathname}${to}`), () => undefined);
    }
  }

  let halted = "";
  async function stop(why: string): Promise<void> {
    halted = why;
    if (document.activeElement === stopButton) runButton.focus();
    stopButton.disabled = true;
    await engine.stop();
  }

  /** Show an answer; `again` is what brings the rest of its rows, if that can be had. */
  function show(answer: Answer, drawn: typeof chart, again: readonly Statement[] | null): void {
    const all = again && answer.more && !answer.stopped ? () => void perform(editor.read().text, again, WIDE, 0) : null;
    result.replaceChildren(view(answer, { places: known.places, site, say, all, chart: drawn }));
  }

  /** Once a query has gone well, fetch the rest while nothing else is to do; a large file only when somebody wants it. */
  function keepInTab(): void {
    if (engine.whole || foot.querySelector("button")) return;
    const fetchIt = (): void => void engine.keepWhole().catch(() => undefined);
    if (database.bytes <= SMALL && !saving()) (window.requestIdleCallback ?? setTimeout)(fetchIt);
    else {
      const button = h("button", { type: "button", onclick: () => { button.disabled = true; fetchIt(); } }, `Fetch the whole database (${megabytes(database.bytes)})`);
      foot.append(" ", button, " and queries go on without a connection.");
    }
  }

  async function copyLink(): Promise<void> {
    const link = new URL(await addressOf(editor.read().text), location.href.replace(/[?#].*$/, ""));
    try {
      await navigator.clipboard.writeText(link.href);
      say("The link is copied.");
    } catch {
      const field = h("input", { type: "text", readonly: true, value: link.href, "aria-label": "Link to this query", class: "console-link" });
      tell("Copy this link: ", field);
      field.select();
    }
  }

  function showPast(): void {
    pastList.replaceChildren(...past.all.map((p) => h("li", {},
      h("button", { type: "button", onclick: () => { editor.write(p.sql); editor.focus(); } }, h("code", {}, p.sql.replace(/\s+/g, " ").slice(0, 160))),
      h("span", { class: "console-small" }, `${p.at.slice(0, 16).replace("T", " ")}${p.rows === null ? "" : `, ${p.rows.toLocaleString("en")} rows`}`))),
    past.all.length ? h("li", {}, h("button", { type: "button", onclick: () => { past.clear(); showPast(); } }, "Forget them")) : h("li", { class: "console-small" }, "Queries that you run are kept here, in this browser only."));
  }

  function tell(...parts: (Node | string)[]): void {
    about.replaceChildren(h("p", {}, ...parts));
    // It goes when the query becomes another.
    about.dataset.of = editor.read().text;
    about.hidden = false;
  }
  function say(sentence: string): void { status.textContent = sentence; }

  if (linked !== null) {
    const safe = asksOnly(linked);
    tell(`This query came with the address of this page. ${safe ? `It reads the published data and nothing else; it is stopped after ${LINKED} seconds.` : "Read it, and run it if it is what you want."}`);
    if (safe) start(LINKED);
  } else if (asked) choose(asked);
  // The page is painted and can be used; now the engine may come.
  else if (wide && !saving()) (window.requestIdleCallback ?? setTimeout)(() => void engine.start().catch(() => undefined));
}

const saving = (): boolean => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

function summary(answer: Answer, seconds: number): string {
  const time = `${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
  if (!answer.length && answer.columns.length === 1 && answer.columns[0]?.name === "Success") return `Done in ${time}.`;
  const rows = `${answer.length.toLocaleString("en")} row${answer.length === 1 ? "" : "s"}`;
  return answer.stopped ? `Stopped after ${time}, when ${rows} had come.` : answer.more ? `The first ${rows} in ${time}; there are more.` : `${rows} in ${time}.`;
}

await begin();
