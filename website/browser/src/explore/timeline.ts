// The time line: events of each month by kind, before those of all events; a period is drawn on it, moved by handles, or typed.
import { add, h } from "../lib/dom.ts";
import type { Events } from "./decode.ts";
import type { Kinds } from "./kinds.ts";
import type { Model } from "./model.ts";
import { type Months, firstDay, lastDay, monthOf, position, span, steps, tally, yearOf } from "./months.ts";
import { isDay } from "./state.ts";
import { s } from "./svg.ts";
import { number, plural } from "./words.ts";

const HIGH = 150, ABOVE = 10, BELOW = 22, LEFT = 34, RIGHT = 8;
// A filter that leaves few events is drawn on a scale of its own, at most so many times that of all events.
const LARGER = 3;

export interface Wishes {
  /** A period was chosen; changes with one gesture are one step. */
  period(from: string, to: string, gesture: string | null): void;
  /** The gesture is over. */
  settled(): void;
}

export class TimeLine {
  readonly #events: Events;
  readonly #kinds: Kinds;
  readonly #months: Months;
  readonly #all: Uint32Array;
  readonly #wishes: Wishes;
  readonly #svg = s("svg", { class: "explore-bars", height: HIGH, role: "img" });
  readonly #note = h("p", { class: "explore-note" });
  readonly #from = h("input", { type: "date", name: "from" });
  readonly #to = h("input", { type: "date", name: "to" });
  readonly #whole: HTMLButtonElement;
  readonly #handles: readonly [HTMLElement, HTMLElement];
  readonly #box: HTMLElement;
  #model: Model | null = null;
  #wide = 0;
  #gestures = 0;

  constructor(section: HTMLElement, events: Events, kinds: Kinds, wishes: Wishes) {
    this.#events = events;
    this.#kinds = kinds;
    this.#months = span(events);
    this.#wishes = wishes;
    const everything = Uint32Array.from({ length: events.size }, (_, i) => i);
    this.#all = tally(events, everything, this.#months, new Int32Array(events.size), 1)[0]!;
    this.#whole = h("button", { type: "button", class: "explore-button", onclick: () => wishes.period("", "", null) }, "All dates");
    this.#handles = [this.#handle("from", "First month of the period"), this.#handle("to", "Last month of the period")];
    this.#box = h("div", { class: "explore-time-box" }, this.#svg as unknown as Node, ...this.#handles);
    for (const input of [this.#from, this.#to]) {
      input.min = firstDay(this.#months.first);
      input.max = lastDay(this.#months.last);
      input.addEventListener("change", () => this.#typed());
    }
    add(section, [
      h("div", { class: "explore-time-head" }, h("h2", {}, "Events a month"),
        h("ul", { class: "explore-kinds" }, ...kinds.groups.map(({ name, colour }) => h("li", {}, h("span", { class: "explore-dot tint", style: `--c:${colour}` }), name))),
        h("div", { class: "explore-period" }, h("label", {}, "From ", this.#from), h("label", {}, "to ", this.#to), this.#whole)),
      this.#box, this.#note]);
    this.#brush();
    new ResizeObserver(() => this.#resize()).observe(this.#box);
  }

  update(model: Model): void {
    this.#model = model;
    const { from, to } = model.state;
    if (document.activeElement !== this.#from || isDay(from)) this.#from.value = from;
    if (document.activeElement !== this.#to || isDay(to)) this.#to.value = to;
    this.#whole.disabled = !from && !to;
    this.#draw();
  }

  #resize(): void {
    const wide = Math.floor(this.#box.clientWidth);
    if (wide === this.#wide) return;
    this.#wide = wide;
    this.#draw();
  }

  get #number(): number {
    return this.#months.last - this.#months.first + 1;
  }

  #x(month: number): number {
    return LEFT + ((month - this.#months.first) / this.#number) * Math.max(0, this.#wide - LEFT - RIGHT);
  }

  /** The period as months, with parts of months where it begins or ends within one. */
  #period(): [number, number] {
    const { from = "", to = "" } = this.#model?.state ?? {};
    const { first, last } = this.#months;
    const start = from ? position(from) : first, end = to ? position(to) + 1 / Number(lastDay(monthOf(to)).slice(8)) : last + 1;
    return [Math.min(Math.max(start, first), last + 1), Math.max(Math.min(end, last + 1), first)];
  }

  #draw(): void {
    const model = this.#model;
    if (!model || this.#wide < 60) return;
    const { groups, groupOf } = this.#kinds;
    const shown = tally(this.#events, model.shown, this.#months, groupOf, groups.length);
    const others = tally(this.#events, model.anyPeriod, this.#months, new Int32Array(this.#events.size), 1)[0]!;
    const most = Math.max(1, ...this.#all), mostChosen = Math.max(1, ...others);
    const top = Math.max(mostChosen, most / LARGER);
    const y = (n: number): number => HIGH - BELOW - (Math.min(n, top) / top) * (HIGH - BELOW - ABOVE);
    const step = (this.#wide - LEFT - RIGHT) / this.#number, bar = Math.max(1, step - (step > 6 ? 1.5 : 0.5));
    const [start, end] = this.#period();
    const parts: SVGElement[] = [];
    for (const n of steps(top)) {
      if (n > top) continue;
      parts.push(s("line", { x1: LEFT, x2: this.#wide - RIGHT, y1: y(n), y2: y(n), class: "explore-grid" }), s("text", { x: LEFT - 6, y: y(n), "text-anchor": "end", "dominant-baseline": "central" }, number(n)));
    }
    for (let m = 0; m < this.#number; m++) {
      const x = this.#x(this.#months.first + m);
      if (this.#all[m]) parts.push(s("rect", { x, y: y(this.#all[m]!), width: bar, height: HIGH - BELOW - y(this.#all[m]!), class: "explore-all" }));
      let under = 0;
      groups.forEach(({ colour }, group) => {
        const n = shown[group]![m]!;
        if (n) parts.push(s("rect", { x, y: y(under + n), width: bar, height: y(under) - y(under + n), class: "tint", style: `--c:${colour}` }));
        under += n;
      });
      parts.push(s("rect", { x, y: ABOVE, width: step, height: HIGH - BELOW - ABOVE, class: "explore-month" },
        s("title", {}, `${firstDay(this.#months.first + m).slice(0, 7)}: ${number(under)} of ${plural(this.#all[m]!, "event")}`)));
    }
    const every = this.#wide / (this.#number / 12) < 44 ? 2 : 1;
    for (let month = Math.ceil(this.#months.first / 12) * 12; month <= this.#months.last; month += 12) {
      const x = this.#x(month);
      parts.push(s("line", { x1: x, x2: x, y1: ABOVE, y2: HIGH - BELOW + 5, class: "explore-grid" }));
      if ((yearOf(month) % every) === 0 && x < this.#wide - 34) parts.push(s("text", { x: x + 4, y: HIGH - 7 }, String(yearOf(month))));
    }
    parts.push(s("rect", { x: LEFT, y: ABOVE, width: Math.max(0, this.#x(start) - LEFT), height: HIGH - BELOW - ABOVE, class: "explore-outside" }),
      s("rect", { x: this.#x(end), y: ABOVE, width: Math.max(0, this.#wide - RIGHT - this.#x(end)), height: HIGH - BELOW - ABOVE, class: "explore-outside" }));
    this.#svg.replaceChildren(...parts);
    this.#svg.setAttribute("viewBox", `0 0 ${this.#wide} ${HIGH}`);
    this.#svg.setAttribute("width", String(this.#wide));
    this.#svg.setAttribute("aria-label", `${plural(model.shown.length, "event")} shown, by month from ${firstDay(this.#months.first).slice(0, 7)} to ${firstDay(this.#months.last).slice(0, 7)}, before all ${number(this.#events.size)}`);
    this.#note.textContent = `Drag across the months to choose a period. An event of several days, or whose day is not known, counts at the earliest day that it can have been. Grey: all events${top < most ? `, cut off above ${number(Math.floor(top))}` : ""}.`;
    this.#handles.forEach((handle, n) => {
      const month = n === 0 ? Math.floor(start + 1e-6) : Math.ceil(end - 1e-6) - 1;
      handle.style.left = `${this.#x(n === 0 ? start : end)}px`;
      handle.setAttribute("aria-valuemin", String(this.#months.first));
      handle.setAttribute("aria-valuemax", String(this.#months.last));
      handle.setAttribute("aria-valuenow", String(month));
      handle.setAttribute("aria-valuetext", (n === 0 ? model.state.from || firstDay(month) : model.state.to || lastDay(month)));
    });
  }

  #typed(): void {
    const [from, to] = [this.#from.value, this.#to.value];
    this.#wishes.period(...(from && to && from > to ? [to, from] as const : [from, to] as const), null);
  }

  /** Choose whole months; all of them are no choice. */
  #choose(one: number, other: number, gesture: string): void {
    const { first, last } = this.#months;
    const from = Math.max(first, Math.min(one, other)), to = Math.min(last, Math.max(one, other));
    this.#wishes.period(from === first ? "" : firstDay(from), to === last ? "" : lastDay(to), gesture);
  }

  #month(event: PointerEvent): number {
    const x = event.clientX - this.#box.getBoundingClientRect().left - LEFT;
    const month = this.#months.first + Math.floor((x / Math.max(1, this.#wide - LEFT - RIGHT)) * this.#number);
    return Math.min(this.#months.last, Math.max(this.#months.first, month));
  }

  #brush(): void {
    this.#follow(this.#svg, (event) => {
      const anchor = this.#month(event);
      return (now) => [anchor, now];
    });
    this.#handles.forEach((handle, n) => this.#follow(handle, () => {
      const [start, end] = this.#period();
      const still = n === 0 ? Math.ceil(end - 1e-6) - 1 : Math.floor(start + 1e-6);
      return (now) => [still, now];
    }));
  }

  /** Follow a pointer from where it goes down until it is lifted. A mere click on a month chooses it. */
  #follow(element: Element, begin: (event: PointerEvent) => (now: number) => [number, number]): void {
    element.addEventListener("pointerdown", (down) => {
      const start = down as PointerEvent;
      if (start.button !== 0 || !start.isPrimary) return;
      start.preventDefault();
      const months = begin(start), gesture = `brush ${++this.#gestures}`;
      let last: number | null = null;
      const move = (event: Event): void => {
        const now = this.#month(event as PointerEvent);
        if (now === last) return;
        last = now;
        this.#choose(...months(now), gesture);
      };
      const end = (event: Event): void => {
        if (event.type === "pointerup" && last === null && element === this.#svg) move(event);
        element.removeEventListener("pointermove", move);
        element.removeEventListener("pointerup", end);
        element.removeEventListener("pointercancel", end);
        this.#wishes.settled();
      };
      element.setPointerCapture(start.pointerId);
      element.addEventListener("pointermove", move);
      element.addEventListener("pointerup", end);
      element.addEventListener("pointercancel", end);
    });
  }

  #handle(name: string, label: string): HTMLElement {
    const handle = h("div", { class: `explore-handle explore-handle-${name}`, role: "slider", tabindex: 0, "aria-label": label, "aria-valuenow": 0 });
    handle.addEventListener("keydown", (event) => {
      const { first, last } = this.#months, [start, end] = this.#period();
      const far = [Math.floor(start + 1e-6), Math.ceil(end - 1e-6) - 1] as [number, number];
      const mine = name === "from" ? 0 : 1;
      const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12, Home: first - far[mine]!, End: last - far[mine]! };
      const step = steps[event.key];
      if (step === undefined) return;
      event.preventDefault();
      far[mine] = Math.min(mine === 0 ? far[1]! : last, Math.max(mine === 0 ? first : far[0]!, far[mine]! + step));
      this.#choose(far[0]!, far[1]!, `keys ${name}`);
      this.#wishes.settled();
    });
    return handle;
  }
}
