// Bundle what runs in the browser: node bundle.mjs OUT
// Each page script is one entry; what several share goes into chunks, loaded once.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { packEngine } from "./engine.mjs";

const out = process.argv[2];
if (!out) throw new Error("usage: node bundle.mjs OUT");
const here = import.meta.dirname;

await build({
  absWorkingDir: here,
  entryPoints: {
    site: "src/site/site.ts",
    "site-wide": "src/site/site.css",
    entity: "src/entity/entity.css",
    filter: "src/entity/filter.ts",
    recipes: "src/recipes/recipes.css",
    explore: "src/explore/main.ts",
    "explore-page": "src/explore/explore.css",
    home: "src/home/home.ts",
    "home-page": "src/home/home.css",
    reference: "src/reference/reference.css",
    console: "src/console/main.ts",
    "console-page": "src/console/console.css",
  },
  outdir: out,
  bundle: true,
  format: "esm",
  splitting: true,
  minify: true,
  sourcemap: false,
  target: ["es2022", "chrome115", "firefox115", "safari16.4"],
  loader: { ".png": "dataurl" },
  define: await packEngine(join(out, "duckdb")),
  logLevel: "warning",
});
await mkdir(out, { recursive: true });
