// The kinds of event and their colours: those of the palette, and one neutral colour for all others.
import type { Events } from "./decode.ts";

export interface Group { readonly name: string; readonly colour: string }

export class Kinds {
  readonly groups: readonly Group[];
  /** The group of each kind, by the order of the column's values. */
  readonly groupOfKind: Int32Array;
  /** The group of each event. */
  readonly groupOf: Int32Array;

  constructor(events: Events) {
    const { of, at } = events.text("event_type");
    const coloured = Object.keys(events.raw.colours).filter((kind) => of.includes(kind));
    this.groups = [
      ...coloured.map((kind) => ({ name: events.label("event_type", kind), colour: `var(--palette-${coloured.indexOf(kind)})` })),
      { name: "Other kinds", colour: "var(--palette-other)" },
    ];
    this.groupOfKind = Int32Array.from(of, (kind) => (coloured.includes(kind) ? coloured.indexOf(kind) : coloured.length));
    this.groupOf = Int32Array.from(at, (place) => (place < 0 ? coloured.length : this.groupOfKind[place]!));
    this.colours = coloured.map((kind) => events.raw.colours[kind] ?? "");
  }

  readonly colours: readonly string[];

  /** Give the colours to a part of the page, whose style sheet makes them lighter in the dark. */
  paint(element: HTMLElement): void {
    this.colours.forEach((colour, n) => element.style.setProperty(`--palette-${n}`, colour));
  }

  /** Sums by kind as sums by group. */
  grouped(kinds: ArrayLike<number>): number[] {
    const sums = this.groups.map(() => 0);
    for (let kind = 0; kind < kinds.length; kind++) sums[this.groupOfKind[kind]!]! += kinds[kind]!;
    return sums;
  }
}
