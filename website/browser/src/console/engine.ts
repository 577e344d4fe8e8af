// DuckDB in a worker, on the published database: how it starts, stops, and comes to hold the whole file.
import type { AsyncDuckDB, AsyncDuckDBConnection } from "@duckdb/duckdb-wasm";
import { bytesOf, unpacked } from "./bytes.ts";

/** Bytes of the packed files of each build of the engine; the bundler writes them in. */
declare const ENGINE_BYTES: Readonly<Record<string, number>>;
declare const ENGINE_VERSION: string;

export interface Database { readonly address: URL; readonly bytes: number }
export type News =
  | { readonly state: "loading"; readonly what: string; readonly done: number; readonly total: number }
  | { readonly state: "ready" | "whole" }
  | { readonly state: "failed"; readonly why: string };
export type Connection = AsyncDuckDBConnection;

/** A query was stopped before it ended; `afresh` if its engine had to be ended with it, and temporary tables are gone. */
export class Stopped extends Error {
  readonly afresh: boolean;
  constructor(afresh = false) {
    super("stopped");
    this.afresh = afresh;
  }
}

interface Life { readonly database: AsyncDuckDB; readonly connection: Connection; readonly worker: Worker; readonly ended: Promise<never> }

// A query that does not stop by then is stopped with its engine.
const PATIENCE = 2000;
const MEGABYTE = 1_000_000;
/** Files up to this size are fetched whole without being asked for. */
export const SMALL = 32 * MEGABYTE;
const CATALOG = "strikelog";

export class Engine {
  readonly #database: Database;
  readonly #tell: (news: News) => void;
  #parts: Promise<readonly [worker: Blob, module: Blob]> | null = null;
  #whole: Blob | null = null;
  #life: Promise<Life> | null = null;
  #begun: Life | null = null;
  #kill: ((why: Error) => void) | null = null;
  #abandon: ((why: Error) => void) | null = null;
  #running: Promise<unknown> | null = null;
  #stopping = false;
  #stops = 0;
  #held = false;
  #fetching: Promise<void> | null = null;

  constructor(database: Database, tell: (news: News) => void) {
    this.#database = database;
    this.#tell = tell;
  }

  get running(): boolean { return this.#running !== null; }
  /** Whether the whole database is in this tab. */
  get whole(): boolean { return this.#held; }

  /** Start the engine unless it is started. Throws if it cannot start; it may be tried again. */
  async start(): Promise<void> { await this.#alive(); }

  /** Do something with the connection; one thing at a time. Throws Stopped after `stop`. */
  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const before = this.#stops;
    while (this.#running) await this.#running.catch(() => undefined);
    if (this.#stops !== before) throw new Stopped();
    this.#stopping = false;
    const abandoned = new Promise<never>((_, reject) => { this.#abandon = reject; });
    const doing = (async () => {
      const life = await Promise.race([this.#alive(), abandoned]);
      return Promise.race([work(life.connection), life.ended]);
    })();
    abandoned.catch(() => undefined);
    this.#running = doing;
    try {
      return await doing;
    } catch (why) {
      if (this.#stopping) throw why instanceof Stopped ? why : new Stopped();
      if (why instanceof Error && FATAL.test(why.message)) this.#end(why);
      throw why;
    } finally {
      this.#running = null;
    }
  }

  /** Stop what is running: kindly, and if that does not help by ending the engine, which then starts afresh. */
  async stop(): Promise<void> {
    const running = this.#running;
    if (!running) return;
    this.#stopping = true;
    this.#stops++;
    // An engine that is still on its way comes all the same; it has only nothing to do then.
    if (!this.#begun) {
      this.#abandon?.(new Stopped());
      return;
    }
    const ended = running.then(() => true, () => true);
    if (await Promise.race([this.#begun.connection.cancelSent().then(() => ended), after(PATIENCE)])) return;
    this.#end(new Stopped(true));
    void this.start().catch(() => undefined);
  }

  /** Fetch the whole database and go on from memory; what is running is not disturbed. Throws if it cannot be fetched. */
  async keepWhole(): Promise<void> {
    if (this.#held) return;
    this.#fetching ??= this.#fetchWhole().finally(() => { this.#fetching = null; });
    await this.#fetching;
  }

  async #fetchWhole(): Promise<void> {
    if (!this.#whole) {
      const bytes = await bytesOf(await fetch(this.#database.address), () => undefined);
      this.#whole = new Blob([bytes]);
    }
    const held = this.#whole;
    await this.use(async (connection) => {
      const { database } = await this.#alive();
      await database.registerFileBuffer(IN_MEMORY, new Uint8Array(await held.arrayBuffer()));
      await connection.query("USE memory");
      try {
        for (const sql of [`DETACH ${CATALOG}`, attach(IN_MEMORY)]) await connection.query(sql);
      } finally {
        await connection.query(`USE ${CATALOG}`);
      }
      await database.dropFile(BY_PARTS).catch(() => undefined);
    });
    this.#held = true;
    this.#tell({ state: "whole" });
  }

  async #alive(): Promise<Life> {
    const life = this.#life ??= this.#begin();
    try {
      return this.#begun = await life;
    } catch (why) {
      if (this.#life === life) {
        this.#life = null;
        this.#tell({ state: "failed", why: why instanceof Error ? why.message : String(why) });
      }
      throw why;
    }
  }

  async #begin(): Promise<Life> {
    onlyThisHost();
    this.#parts ??= this.#fetchParts();
    const [[script, module], by] = await Promise.all([this.#parts.catch((why: unknown) => { this.#parts = null; throw why; }), this.#whole ? "whole" as const : this.#probe()]);
    this.#tell({ state: "loading", what: "Starting the engine", done: 0, total: 0 });
    const addresses = [script, module].map((blob) => URL.createObjectURL(blob)) as [string, string];
    const worker = new Worker(addresses[0]);
    const ended = new Promise<never>((_, reject) => {
      this.#kill = (why) => { worker.terminate(); reject(why); };
      worker.addEventListener("error", (event) => { if (event.message) this.#end(new Error(event.message)); });
    });
    ended.catch(() => undefined);
    try {
      const { AsyncDuckDB, VoidLogger } = await LIBRARY();
      const database = new AsyncDuckDB(new VoidLogger(), worker);
      const connection = await Promise.race([this.#open(database, addresses[1], by), ended]);
      this.#tell({ state: this.#held ? "whole" : "ready" });
      return { database, connection, worker, ended };
    } catch (why) {
      worker.terminate();
      throw why;
    } finally {
      addresses.forEach((address) => URL.revokeObjectURL(address));
    }
  }

  async #open(database: AsyncDuckDB, module: string, by: "parts" | "whole"): Promise<Connection> {
    const { DuckDBDataProtocol } = await LIBRARY();
    await database.instantiate(module, null);
    await database.open({ path: ":memory:", filesystem: { reliableHeadRequests: true, allowFullHTTPReads: true, forceFullHTTPReads: false } });
    if (by === "whole" && this.#whole) await database.registerFileBuffer(IN_MEMORY, new Uint8Array(await this.#whole.arrayBuffer()));
    else await database.registerFileURL(BY_PARTS, this.#database.address.href, DuckDBDataProtocol.HTTP, false);
    const connection = await database.connect();
    const files = [BY_PARTS, IN_MEMORY].flatMap((name) => [name, `${name}.wal`]).map((name) => `'${name}'`);
    // Nothing is fetched from elsewhere, no other file is read, and no query can change that.
    for (const sql of [
      "SET autoinstall_known_extensions = false", "SET autoload_known_extensions = false", "SET allow_community_extensions = false",
      "SET custom_extension_repository = 'none'", `SET allowed_paths = [${files.join(", ")}]`, "SET memory_limit = '1500MB'",
      attach(by === "whole" ? IN_MEMORY : BY_PARTS), `USE ${CATALOG}`, "SET enable_external_access = false", "SET lock_configuration = true",
    ]) await connection.query(sql);
    this.#held = by === "whole";
    return connection;
  }

  /** Whether the host sends parts of the database; one that does not has sent the whole. */
  async #probe(): Promise<"parts" | "whole"> {
    const answer = await fetch(this.#database.address, { headers: { Range: "bytes=0-15" } });
    if (answer.status === 206) {
      await answer.arrayBuffer();
      return "parts";
    }
    const bytes = await bytesOf(answer, (done) => this.#tell({ state: "loading", what: "Fetching the database", done, total: this.#database.bytes }));
    this.#whole = new Blob([bytes]);
    return "whole";
  }

  async #fetchParts(): Promise<readonly [Blob, Blob]> {
    // Every browser of this decade has the first; the other is slower.
    const { getPlatformFeatures } = await LIBRARY();
    const build = (await getPlatformFeatures()).wasmExceptions ? "eh" : "mvp";
    const names = [[`duckdb-browser-${build}.worker.js.gz`, "text/javascript"], [`duckdb-${build}.wasm.gz`, "application/wasm"]] as const;
    const total = names.reduce((sum, [name]) => sum + (ENGINE_BYTES[name] ?? 0), 0);
    const done = [0, 0];
    const fetched = await Promise.all(names.map(async ([name, type], i) => {
      const answer = await fetch(new URL(`duckdb/${name}?${ENGINE_VERSION}`, import.meta.url));
      const bytes = await bytesOf(answer, (far) => {
        done[i] = far;
        this.#tell({ state: "loading", what: "Fetching the engine", done: Math.min(total, (done[0] ?? 0) + (done[1] ?? 0)), total });
      });
      return unpacked(bytes, type);
    }));
    return fetched as [Blob, Blob];
  }

  #end(why: Error): void {
    this.#kill?.(why);
    this.#kill = this.#life = this.#begun = null;
    this.#held = false;
  }
}

// The page is painted before it is loaded.
const LIBRARY = () => import("@duckdb/duckdb-wasm");
const BY_PARTS = "strikelog.duckdb";
const IN_MEMORY = "strikelog-whole.duckdb";
// After these the engine is not what it was.
const FATAL = /memory access out of bounds|unreachable|table index is out of bounds|function signature mismatch|null function|INTERNAL Error|has been invalidated|call stack/i;
const attach = (name: string): string => `ATTACH '${name}' AS ${CATALOG} (READ_ONLY)`;
const after = (milliseconds: number): Promise<false> => new Promise((resolve) => setTimeout(() => resolve(false), milliseconds));

/** Have the browser itself hold this page and its workers to this host. */
function onlyThisHost(): void {
  if (document.querySelector('meta[http-equiv="Content-Security-Policy"]')) return;
  const rule = document.createElement("meta");
  rule.httpEquiv = "Content-Security-Policy";
  rule.content = "connect-src 'self' blob: data:";
  document.head.append(rule);
}
