// The one place where what is chosen is kept; views ask for changes here and are told of them.
import { FACETS, START, type State } from "./state.ts";

type Listener = (now: State, before: State) => void;
export interface Address { push(state: State): void; replace(state: State): void }

export class Store {
  #state: State;
  #gesture: string | null = null;
  readonly #listeners: Listener[] = [];
  readonly #address: Address;

  constructor(state: State, address: Address) {
    this.#state = state;
    this.#address = address;
  }

  get state(): State {
    return this.#state;
  }

  subscribe(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /**
   * Change what is chosen. A change of filters is a step to which the back button returns; steps that name the same
   * `gesture` one after the other, such as the letters of a word, are one. The order, page and view are no steps.
   */
  set(patch: Partial<State>, gesture: string | null = null): void {
    const before = this.#state;
    const now = { ...before, ...patch };
    const step = filters(now) !== filters(before);
    if (step && patch.page === undefined) now.page = 1;
    if (step && patch.view === undefined && where(now) !== where(before)) now.view = null;
    this.#state = now;
    if (step && !(gesture !== null && gesture === this.#gesture)) this.#address.push(now);
    else this.#address.replace(now);
    if (step) this.#gesture = gesture;
    this.#tell(before);
  }

  /** Choose values of a facet in place of those that were. */
  choose(facet: (typeof FACETS)[number], values: readonly string[]): void {
    this.set({ chosen: { ...this.#state.chosen, [facet]: values } });
  }

  /** Leave no event out. */
  clear(): void {
    this.set({ q: "", from: "", to: "", chosen: START.chosen, sources: 1, view: null });
  }

  /** Take a state that the address has already. */
  restore(state: State): void {
    const before = this.#state;
    this.#state = state;
    this.#gesture = null;
    this.#tell(before);
  }

  /** End a gesture: the next change is a step of its own. */
  settle(): void {
    this.#gesture = null;
  }

  #tell(before: State): void {
    for (const listener of this.#listeners) listener(this.#state, before);
  }
}

const filters = ({ q, from, to, chosen, sources }: State): string => JSON.stringify([q, from, to, sources, FACETS.map((facet) => chosen[facet])]);
const where = ({ chosen }: State): string => JSON.stringify([chosen.country, chosen.admin1, chosen.site_id]);
