/** Prints the outline of the bundled project as JSON; the build puts it beside the page (scripts/build/project-outline.ts). */
import { resolve } from "node:path";
import { readBuiltins, readProjectFiles } from "../src/cli/project-files.ts";
import { outlineOf } from "../src/engine/core/outline.ts";
import { openEngine } from "../src/engine/index.ts";

const engine = await openEngine({
  files: await readProjectFiles(resolve(import.meta.dirname, "../src/models")),
  builtins: await readBuiltins(),
  env: { STRATA_DATA_DIR: "data" },
  warehouse: () => Promise.reject(new Error("An outline needs no database.")),
  clock: { now: () => Date.now(), wall: () => Date.now(), elapsed: () => performance.now() },
});
process.stdout.write(JSON.stringify(outlineOf(engine.manifest)));
