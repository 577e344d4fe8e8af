// The explorer: fetch the data, and tie map, time line, table and filters to one state and to the page's address.
import { add, find, h } from "../lib/dom.ts";
import { download } from "../lib/files.ts";
import { chips, keyFigures } from "./bar.ts";
import { type Basemap, type RawBasemap, basemap } from "./basemap.ts";
import { Events, type Raw } from "./decode.ts";
import { Kinds } from "./kinds.ts";
import { MapView } from "./map.ts";
import { Modeller } from "./model.ts";
import { Panel } from "./panel.ts";
import { atlas } from "./places.ts";
import { START, type State, read, written } from "./state.ts";
import { Store } from "./store.ts";
import { EventTable } from "./table.ts";
import { geojson, releaseCsv } from "./taking.ts";
import { TimeLine } from "./timeline.ts";
import { plural } from "./words.ts";

const root = find("#explore", HTMLElement);
const message = find("#explore-message", HTMLElement);
const status = find("#explore-status", HTMLElement);

void load();

async function load(): Promise<void> {
  message.replaceChildren();
  status.textContent = "The events are being fetched…";
  let events: Events, base: Basemap;
  try {
    const [raw, outlines] = await Promise.all([fetched<Raw>(root.dataset["events"]), fetched<RawBasemap>(root.dataset["basemap"])]);
    events = new Events(raw);
    base = basemap(outlines);
  } catch (why) {
    status.textContent = "";
    message.replaceChildren(h("p", {}, `The events could not be fetched: ${why instanceof Error ? why.message : String(why)}. `,
      h("button", { type: "button", class: "explore-button", onclick: () => void load() }, "Try again")));
    return;
  }
  start(events, base);
}

async function fetched<T>(address = ""): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(address);
  } catch {
    throw new Error("there is no connection to the site");
  }
  if (!answer.ok) throw new Error(`the site answered ${answer.status} for ${address}`);
  return await answer.json() as T;
}

function start(events: Events, base: Basemap): void {
  const kinds = new Kinds(events);
  kinds.paint(root);
  const places = atlas(events, new Set(base.governorates.map(({ code }) => code)));
  const modeller = new Modeller(events, places);
  const known = (facet: Parameters<typeof events.members>[0], value: string): boolean => events.members(facet).of.includes(value);
  const fromAddress = (): State => {
    const { state, notes } = read(location.search, known);
    note(notes);
    return state;
  };
  const store = new Store(fromAddress(), {
    push: (state) => history.pushState(null, "", address(state)),
    replace: (state) => history.replaceState(null, "", address(state)),
  });
  find("#explore-body", HTMLElement).hidden = false;
  const pages = root.dataset["pages"] ?? "";
  const panel = new Panel(find("#explore-side", HTMLElement), events, modeller.model(START).counts, store);
  const chosen = h("div", { class: "explore-chips", role: "group", "aria-label": "Filters in force" });
  const figures = find("#explore-figures", HTMLElement);
  const map = new MapView(find("#explore-map", HTMLElement), events, places, base, kinds, pages, {
    only: ({ sites, admin1, country }) => {
      const { chosen: now } = store.state;
      store.set({ chosen: { ...now, ...(sites && { site_id: sites }), ...(admin1 && { admin1: [admin1] }), ...(country && { country: [country] }) } });
    },
    moved: (view) => store.set({ view }),
  });
  let brushing = false;
  const time = new TimeLine(find("#explore-time", HTMLElement), events, kinds, {
    period: (from, to, gesture) => {
      brushing = gesture !== null;
      store.set({ from, to }, gesture);
    },
    settled: () => {
      store.settle();
      if (brushing) {
        brushing = false;
        show();
      }
    },
  });
  const table = new EventTable(find("#explore-table", HTMLElement), events, kinds, pages, {
    sort: (sort) => store.set({ sort, page: 1 }),
    page: (page) => store.set({ page }),
    look: (event) => map.highlight(event),
  });
  add(find("#explore-bar", HTMLElement), [chosen, takings(events, table)]);

  let asked = 0;
  const show = (): void => {
    asked = 0;
    const model = modeller.model(store.state);
    chosen.replaceChildren(...chips(events, store));
    chosen.hidden = !chosen.hasChildNodes();
    figures.replaceChildren(keyFigures(events, model));
    panel.update(model);
    time.update(model);
    table.update(model);
    map.update(model, brushing);
    status.textContent = `${plural(model.shown.length, "event")} shown${model.shown.length === events.size ? "" : ` of ${events.size}`}.`;
    root.dataset["shown"] = written(store.state) || "?";
  };
  store.subscribe(() => (asked ||= requestAnimationFrame(show)));
  addEventListener("popstate", () => store.restore(fromAddress()));
  show();
}

const address = (state: State): string => `${location.pathname}${written(state)}${location.hash}`;

/** Say what of the address was not understood. */
function note(notes: readonly string[]): void {
  message.replaceChildren(...(notes.length ? [h("p", {}, `Left out, for it is not known here: ${notes.slice(0, 8).join(", ")}${notes.length > 8 ? " …" : ""}. `,
    h("button", { type: "button", class: "explore-button", onclick: () => message.replaceChildren() }, "Close"))] : []));
}

/** What a reader can take along of exactly what is shown. */
function takings(events: Events, table: EventTable): HTMLElement {
  const name = (kind: string): string => `strikelog-${events.version}-${table.rows.length}-events.${kind}`;
  const copied = h("span", { class: "explore-copied", role: "status" });
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(location.href);
      copied.textContent = "Link copied.";
    } catch {
      copied.textContent = `Copy it from the address of the page: ${location.href}`;
    }
  };
  return h("div", { class: "explore-takings", role: "group", "aria-label": "Take along what is shown" },
    h("button", { type: "button", class: "explore-button", id: "explore-copy", onclick: () => void copy() }, "Copy link"),
    h("button", { type: "button", class: "explore-button", id: "explore-csv", onclick: () => download(name("csv"), "text/csv", releaseCsv(events, table.rows)) }, "CSV"),
    h("button", { type: "button", class: "explore-button", id: "explore-geojson", onclick: () => download(name("geojson"), "application/geo+json", JSON.stringify(geojson(events, table.rows))) }, "GeoJSON"),
    copied);
}
