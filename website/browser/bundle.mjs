// Bundle what runs in the browser: node bundle.mjs OUT
// Each page script is one entry; what several share goes into chunks, loaded once.
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const out = process.argv[2];
if (!out) throw new Error("usage: node bundle.mjs OUT");
const here = import.meta.dirname;

await build({
  absWorkingDir: here,
  entryPoints: { site: "src/site.css" },
  outdir: out,
  bundle: true,
  format: "esm",
  splitting: true,
  minify: true,
  sourcemap: false,
  target: ["es2022", "chrome115", "firefox115", "safari16.4"],
  loader: { ".png": "dataurl" },
  logLevel: "warning",
});
await mkdir(out, { recursive: true });
