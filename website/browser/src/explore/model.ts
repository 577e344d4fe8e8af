// Everything that follows from what is chosen, worked out once for all views.
import type { Events } from "./decode.ts";
import { type Figures, figures } from "./figures.ts";
import { type Counts, Filters } from "./filters.ts";
import { type Atlas, type Stack, stacked } from "./places.ts";
import type { Facet, State } from "./state.ts";

export interface Model {
  readonly state: State;
  readonly shown: Uint32Array;
  /** Shown, or left out only by the period. */
  readonly anyPeriod: Uint32Array;
  readonly counts: Readonly<Record<Facet, Counts>>;
  readonly figures: Figures;
  readonly stacks: readonly Stack[];
}

export class Modeller {
  readonly #events: Events;
  readonly #atlas: Atlas;
  readonly #filters: Filters;

  constructor(events: Events, atlas: Atlas) {
    this.#events = events;
    this.#atlas = atlas;
    this.#filters = new Filters(events);
  }

  model(state: State): Model {
    this.#filters.apply(state);
    const shown = this.#filters.shown();
    return {
      state, shown,
      anyPeriod: this.#filters.shownInAnyPeriod(),
      counts: this.#filters.counts(),
      figures: figures(this.#events, shown),
      stacks: stacked(this.#events, this.#atlas, shown),
    };
  }
}
