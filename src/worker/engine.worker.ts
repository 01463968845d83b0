/**
 * The engine worker: engine and project text at once, everything heavy when it is first asked for.
 *
 * DuckDB, the Parquet decoder, the SQL parser and the lessons' checker are loaded by dynamic imports, so that lineage and docs are on the screen
 * before they arrive. DuckDB itself runs in a worker nested in this one: a busy database does not keep this one from answering.
 */
import { expose } from "comlink";
import { builtinMacros } from "../bundle/builtins.ts";
import { bundledProject } from "../bundle/project.ts";
import type { SourceLoader } from "../engine/warehouse/source-loader.ts";
import { answerHeartbeat } from "./heartbeat.ts";
import { openDuckDB } from "./open-duckdb.ts";
import { wholeApi } from "./parts.ts";
import { Workbench } from "./workbench.ts";

answerHeartbeat(self, self.navigator.locks);

/** A loader whose code comes with the first run; when it does not arrive, the next run asks again. */
function whenNeeded(make: () => Promise<SourceLoader>): SourceLoader {
  let made: Promise<SourceLoader> | null = null;
  return {
    async ensure(sources, options) {
      made ??= make();
      const loader = await made.catch((thrown: unknown) => {
        made = null;
        throw thrown;
      });
      return loader.ensure(sources, options);
    },
  };
}

const workbench = new Workbench({
  bundled: bundledProject(),
  builtins: builtinMacros(),
  lentMacros: async () => (await import("../bundle/lent-macros.ts")).lentMacros(),
  openParser: async (onProgress) => (await import("./open-parser.ts")).openParser(onProgress),
  openWarehouse: openDuckDB,
  createLoader: ({ dataUrl, tier, data }, { onProgress, attachArrow }) =>
    whenNeeded(async () => {
      const [{ createPackLoader }, { packFiles }, { createDataMaker }, { startMaker }] = await Promise.all([
        import("../engine/warehouse/packs.ts"),
        import("./pack-files.ts"),
        import("./data-maker.ts"),
        import("./start-maker.ts"),
      ]);
      const maker = createDataMaker({
        seed: data?.seed,
        clean: data?.clean,
        startWorker: startMaker,
        attachArrow,
        onProgress,
      });
      return createPackLoader({ ...packFiles({ dataUrl, tier, onProgress }), maker });
    }),
  async planData(request) {
    const [{ planData }, { packFiles }] = await Promise.all([import("./plan-data.ts"), import("./pack-files.ts")]);
    const files = packFiles({ dataUrl: request.dataUrl, tier: request.tier, onProgress: () => undefined });
    return planData(request, () => files.readCatalog());
  },
  kept: async () => (await import("./kept/in-browser.ts")).keptPorts(),
  wall: () => Date.now(),
  elapsed: () => performance.now(),
});

expose(wholeApi(workbench));
