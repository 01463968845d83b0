/**
 * Puts the outline of the bundled project into the page, in place of the null in src/app/session/project-outline.ts. It is read anew at
 * every build, by the engine itself, so that it cannot say anything else than the files that are built in beside it.
 */
import { execFile } from "node:child_process";
import { resolve, sep } from "node:path";
import { promisify } from "node:util";
import type { Plugin } from "vite";

const script = resolve(import.meta.dirname, "../print-outline.ts");

export function projectOutline(): Plugin {
  return {
    name: "strata:project-outline",
    apply: "build",
    enforce: "pre",
    async load(id) {
      if (!id.replaceAll(sep, "/").endsWith("/src/app/session/project-outline.ts")) return null;
      const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script], {
        maxBuffer: 1 << 24,
      });
      return `export const outline = JSON.parse(${JSON.stringify(stdout)});`;
    },
  };
}
