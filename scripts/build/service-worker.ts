/**
 * Builds `dist/sw.js` after everything else is written, with the list of the files that the page consists of.
 *
 * The service worker must lie at the root under a fixed name (its folder is its scope), so it cannot be one more hashed
 * chunk. Its list is what makes it new: any changed file gives another build id, hence another sw.js, hence an update.
 */
import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { build, type Plugin } from "vite";
import type { BuildList } from "../../src/app/service-worker/messages.ts";

const source = resolve(import.meta.dirname, "../../src/app/service-worker/service-worker.ts");

/** Lists what a folder of the built page holds, sorted into what is stored at once and what is kept after first use. */
export async function listBuild(folder: string): Promise<BuildList> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      resolve(entry.parentPath, entry.name)
        .slice(resolve(folder).length + 1)
        .replaceAll("\\", "/"),
    )
    .filter((path) => path !== "sw.js" && !path.startsWith("data/") && !path.endsWith(".map"))
    .sort();
  const hash = createHash("sha256");
  for (const path of paths) hash.update(`${path}\0`).update(await readFile(resolve(folder, path)));
  const isWasm = (path: string) => path.endsWith(".wasm");
  const isOnDemand = (path: string) => /\/polyglot_sql[^/]*\.wasm$/.test(path);
  return {
    id: hash.digest("hex").slice(0, 16),
    // "./" stands for index.html: some hosts redirect the latter, and a redirected answer may not serve a navigation.
    shell: ["./", ...paths.filter((path) => !isWasm(path) && path !== "index.html")],
    wasm: paths.filter((path) => isWasm(path) && !isOnDemand(path)),
    onDemand: paths.filter(isOnDemand),
  };
}

export function serviceWorker(): Plugin {
  let outDir = "";
  return {
    name: "strata:service-worker",
    apply: "build",
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      order: "post",
      sequential: true,
      async handler(error?: Error) {
        if (error) return;
        const list = await listBuild(outDir);
        await build({
          configFile: false,
          logLevel: "warn",
          publicDir: false,
          define: { BUILD: JSON.stringify(list) },
          build: {
            outDir,
            emptyOutDir: false,
            target: "es2022",
            rolldownOptions: {
              input: source,
              output: { format: "iife", entryFileNames: "sw.js" },
            },
          },
        });
      },
    },
  };
}
