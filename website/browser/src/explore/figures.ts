// The key figures of the events shown.
import type { Events } from "./decode.ts";

/** What is said of one kind of harm. Sums are over the events whose figures they are sums of, and `counted` says how many. */
export interface Harm {
  /** Events with somebody harmed and a number given. */
  readonly counted: number;
  /** Events with somebody harmed and no number. */
  readonly some: number;
  /** Events of which a source says that nobody was. */
  readonly none: number;
  readonly notStated: number;
  /** Sum of the best figures; where the claims leave none, of the least that is said, and how often that is. */
  readonly best: number;
  readonly withoutBest: number;
  readonly least: number;
  readonly most: number;
  /** Counted events whose largest figure is open. */
  readonly open: number;
}

export interface Figures {
  readonly events: number;
  /** Attacks that the rows stand for: a composite row counts as what it stands for. */
  readonly attacks: number;
  readonly sites: number;
  readonly withoutSite: number;
  readonly killed: Harm;
  readonly injured: Harm;
}

export function figures(events: Events, shown: Uint32Array): Figures {
  const composite = events.numbers("composite_count"), site = events.text("site_id").at;
  const seen = new Set<number>();
  let attacks = 0, withoutSite = 0;
  for (const i of shown) {
    const count = composite[i]!;
    attacks += Number.isNaN(count) ? 1 : count;
    if (site[i]! < 0) withoutSite++;
    else seen.add(site[i]!);
  }
  return { events: shown.length, attacks, sites: seen.size, withoutSite, killed: harm(events, shown, "killed"), injured: harm(events, shown, "injured") };
}

function harm(events: Events, shown: Uint32Array, name: string): Harm {
  const state = events.text(`${name}_state`);
  const [best, least, most] = ["best", "min", "max"].map((part) => events.numbers(`${name}_${part}`)) as [Float64Array, Float64Array, Float64Array];
  const sum = { counted: 0, some: 0, none: 0, notStated: 0, best: 0, withoutBest: 0, least: 0, most: 0, open: 0 };
  for (const i of shown) {
    const said = state.of[state.at[i]!];
    if (said === undefined) sum.notStated++;
    else if (said === "none") sum.none++;
    else if (said === "some") sum.some++;
    else {
      sum.counted++;
      const from = Number.isNaN(least[i]!) ? 0 : least[i]!;
      if (Number.isNaN(best[i]!)) sum.withoutBest++;
      sum.best += Number.isNaN(best[i]!) ? from : best[i]!;
      sum.least += from;
      if (Number.isNaN(most[i]!)) sum.open++;
      else sum.most += most[i]!;
    }
  }
  return sum;
}
