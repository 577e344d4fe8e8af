// The queries that were run in this browser, the latest first. A browser may keep nothing; then they last as long as the page.

export interface Past { readonly sql: string; readonly at: string; readonly rows: number | null }

const KEY = "strikelog.console.history";
const MOST = 50;

export class History {
  readonly #store: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
  #held: readonly Past[];

  constructor(store: () => Pick<Storage, "getItem" | "setItem" | "removeItem">) {
    // Where storage is blocked, even naming it is an error.
    try {
      this.#store = store();
      this.#held = read(this.#store.getItem(KEY));
    } catch {
      this.#store = null;
      this.#held = [];
    }
  }

  get all(): readonly Past[] { return this.#held; }

  /** Remember a query that was run; the same again only moves to the front. */
  add(past: Past): void { this.#keep([past, ...this.#held.filter((other) => other.sql !== past.sql)].slice(0, MOST)); }

  clear(): void { this.#keep([]); }

  #keep(held: readonly Past[]): void {
    this.#held = held;
    try {
      if (held.length) this.#store?.setItem(KEY, JSON.stringify(held));
      else this.#store?.removeItem(KEY);
    } catch {
      // Full or blocked: the page still has them.
    }
  }
}

function read(text: string | null): Past[] {
  const found: unknown = text === null ? [] : JSON.parse(text);
  if (!Array.isArray(found)) return [];
  return found.filter((past): past is Past => typeof past === "object" && past !== null && typeof past.sql === "string" && typeof past.at === "string").slice(0, MOST);
}
