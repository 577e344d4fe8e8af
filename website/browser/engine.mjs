// The database engine of the console: its files as they are published, packed, since many hosts send files as they stand.
import { copyFile, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const FILES = ["duckdb-eh.wasm", "duckdb-browser-eh.worker.js", "duckdb-mvp.wasm", "duckdb-browser-mvp.worker.js"];

/** Put the packed files into a folder; returns what the scripts must know of them, for the bundler. They are packed once for each version. */
export async function packEngine(folder) {
  const from = join(import.meta.dirname, "node_modules", "@duckdb", "duckdb-wasm");
  const { version } = JSON.parse(await readFile(join(from, "package.json"), "utf8"));
  const kept = join(import.meta.dirname, "node_modules", ".cache", `duckdb-wasm-${version}`);
  await Promise.all([folder, kept].map((path) => mkdir(path, { recursive: true })));
  const sizes = await Promise.all(FILES.map(async (name) => {
    const packed = join(kept, `${name}.gz`);
    if (!(await stat(packed).catch(() => null))) {
      const half = `${packed}.${process.pid}`;
      await writeFile(half, await promisify(gzip)(await readFile(join(from, "dist", name)), { level: 9 }));
      await rename(half, packed);
    }
    await copyFile(packed, join(folder, `${name}.gz`));
    return [`${name}.gz`, (await stat(packed)).size];
  }));
  return { ENGINE_BYTES: JSON.stringify(Object.fromEntries(sizes)), ENGINE_VERSION: JSON.stringify(version) };
}
