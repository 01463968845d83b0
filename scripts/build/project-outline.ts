/**
 * Gives the page the outline of the bundled project as the module `virtual:project-outline`. It is read anew at every build, by the
 * engine itself, so that it cannot say anything else than the files that are built in beside it.
 *
 * The dev server gives null: there the files change under the page, and the lineage waits for the engine.
 */
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import type { Plugin } from "vite";

const ID = "virtual:project-outline";
const RESOLVED = `\0${ID}`;
const script = resolve(import.meta.dirname, "../print-outline.ts");

export function projectOutline(): Plugin {
  let building = false;
  return {
    name: "strata:project-outline",
    configResolved(config) {
      building = config.command === "build";
    },
    resolveId: (id) => (id === ID ? RESOLVED : null),
    async load(id) {
      if (id !== RESOLVED) return null;
      if (!building) return "export default null;";
      const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script], {
        maxBuffer: 1 << 24,
      });
      return `export default JSON.parse(${JSON.stringify(stdout)});`;
    },
  };
}
