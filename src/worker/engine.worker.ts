/**
 * The engine worker: engine and project text at once, everything heavy when it is first asked for.
 *
 * DuckDB, the Parquet decoder and the lessons' checker are loaded by dynamic imports, so that lineage and docs are on the screen
 * before they arrive. DuckDB itself runs in a worker nested in this one: a busy database does not keep this one from answering.
 */
import { expose } from "comlink";
import { builtinMacros } from "../bundle/builtins.ts";
import { bundledProject } from "../bundle/project.ts";
import { createPackLoader } from "../engine/warehouse/packs.ts";
import { answerHeartbeat } from "./heartbeat.ts";
import { openDuckDB } from "./open-duckdb.ts";
import { packFiles } from "./pack-files.ts";
import { Workbench } from "./workbench.ts";

answerHeartbeat(self);

expose(
  new Workbench({
    bundled: bundledProject(),
    builtins: builtinMacros(),
    openWarehouse: openDuckDB,
    createLoader: ({ dataUrl, tier }, onProgress) => createPackLoader(packFiles({ dataUrl, tier, onProgress })),
    async check(request) {
      const [{ checkAnswer }, { lessonFiles }] = await Promise.all([
        import("../lessons/check.ts"),
        import("../bundle/lessons.ts"),
      ]);
      return checkAnswer({ files: lessonFiles(), ...request });
    },
    wall: () => Date.now(),
    elapsed: () => performance.now(),
  }),
);
