// Which events are shown, and how many each further choice would show.
import type { Events } from "./decode.ts";
import { FACETS, type Facet, NOT_STATED, type State } from "./state.ts";

/** How many of the events that the other filters let through have each value of a column, and how many have none. */
export interface Counts { readonly of: readonly string[]; readonly counts: Uint32Array; readonly notStated: number }

const TEXT = 0, TIME = 1, SOURCES = 2, FIRST_FACET = 3;
// What the search looks through.
const SEARCHED = ["event_id", "summary", "site", "place_detail", "targets", "weapons", "claimed_by", "attributed_to"] as const;

/** Text as it is compared: without case and without marks on letters. */
export function folded(text: string): string {
  return (/^[\x20-\x7e]*$/.test(text) ? text : text.normalize("NFD").replace(/\p{M}/gu, "")).toLowerCase();
}

/** For each event a bit for every filter that leaves it out; only filters that changed are worked out again. */
export class Filters {
  readonly #events: Events;
  readonly #misses: Uint32Array;
  #applied: State | null = null;
  #haystacks: string[] | null = null;

  constructor(events: Events) {
    this.#events = events;
    this.#misses = new Uint32Array(events.size);
  }

  /** Take a state's filters. */
  apply(state: State): void {
    const before = this.#applied;
    if (!before || before.q !== state.q) this.#search(state.q);
    if (!before || before.from !== state.from || before.to !== state.to) this.#time(state.from, state.to);
    if (!before || before.sources !== state.sources) this.#sources(state.sources);
    FACETS.forEach((facet, place) => {
      if (!before || before.chosen[facet] !== state.chosen[facet]) this.#facet(FIRST_FACET + place, facet, state.chosen[facet]);
    });
    this.#applied = state;
  }

  /** Events that every filter lets through, in the order of the data. */
  shown(): Uint32Array {
    return this.#where((missed) => missed === 0);
  }

  /** Events that every filter but that of the period lets through. */
  shownInAnyPeriod(): Uint32Array {
    return this.#where((missed) => (missed & ~(1 << TIME)) === 0);
  }

  /** For each facet, counts under all filters but its own. */
  counts(): Readonly<Record<Facet, Counts>> {
    const columns = FACETS.map((facet) => this.#events.members(facet));
    const cells = columns.map(({ sets }) => new Uint32Array(sets.length + 1));
    for (let i = 0; i < this.#misses.length; i++) {
      const missed = this.#misses[i]!;
      if (missed === 0) for (let c = 0; c < cells.length; c++) cells[c]![columns[c]!.at[i]! + 1]!++;
      else if ((missed & (missed - 1)) === 0 && missed >= 1 << FIRST_FACET) {
        const c = 31 - Math.clz32(missed) - FIRST_FACET;
        cells[c]![columns[c]!.at[i]! + 1]!++;
      }
    }
    return Object.fromEntries(FACETS.map((facet, c) => {
      const { of, sets } = columns[c]!;
      const counts = new Uint32Array(of.length);
      sets.forEach((set, cell) => set.forEach((member) => (counts[member]! += cells[c]![cell + 1]!)));
      return [facet, { of, counts, notStated: cells[c]![0]! }];
    })) as unknown as Record<Facet, Counts>;
  }

  #where(wanted: (missed: number) => boolean): Uint32Array {
    const found = new Uint32Array(this.#misses.length);
    let n = 0;
    for (let i = 0; i < this.#misses.length; i++) if (wanted(this.#misses[i]!)) found[n++] = i;
    return found.subarray(0, n);
  }

  #mark(filter: number, passes: (event: number) => boolean): void {
    const bit = 1 << filter;
    for (let i = 0; i < this.#misses.length; i++) this.#misses[i] = passes(i) ? this.#misses[i]! & ~bit : this.#misses[i]! | bit;
  }

  #search(q: string): void {
    const words = folded(q).split(/\s+/).filter(Boolean);
    if (!words.length) return this.#mark(TEXT, () => true);
    this.#haystacks ??= this.#gathered();
    const haystacks = this.#haystacks;
    this.#mark(TEXT, (i) => words.every((word) => haystacks[i]!.includes(word)));
  }

  /** What the search looks through for each event; a column's different values are folded once. */
  #gathered(): string[] {
    const parts = SEARCHED.map((name) => {
      const { of, at } = this.#events.text(name);
      return { folded: of.map(folded), at };
    });
    return Array.from({ length: this.#events.size }, (_, i) => parts.map((part) => part.folded[part.at[i]!] ?? "").join("\n"));
  }

  #time(from: string, to: string): void {
    if (!from && !to) return this.#mark(TIME, () => true);
    const { of, at } = this.#events.text("date_earliest");
    const passes = of.map((day) => (!from || day >= from) && (!to || day <= to));
    this.#mark(TIME, (i) => passes[at[i]!] ?? false);
  }

  #sources(least: number): void {
    const numbers = this.#events.numbers("independent_sources");
    this.#mark(SOURCES, (i) => least <= 1 || numbers[i]! >= least);
  }

  #facet(filter: number, facet: Facet, chosen: readonly string[]): void {
    if (!chosen.length) return this.#mark(filter, () => true);
    const { of, sets, at } = this.#events.members(facet);
    const wanted = new Set(chosen);
    const passes = sets.map((set) => set.some((member) => wanted.has(of[member]!)));
    const empty = wanted.has(NOT_STATED);
    this.#mark(filter, (i) => passes[at[i]!] ?? empty);
  }
}
