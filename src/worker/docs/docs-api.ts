/** The catalogue's share of the worker's face; what it needs is loaded when it is first asked. */
import { succeed } from "../../engine/core/errors.ts";
import type { Bench } from "../workbench.ts";
import type { DocsApi } from "./protocol.ts";

export function docsApi(bench: Bench): DocsApi {
  const files = () => import("./docs-files.ts");
  return {
    builtColumns: () =>
      bench.withEngine(async (engine) => succeed(await (await files()).builtColumns(engine.manifest, bench.running()))),
    sourceAges: () => bench.withEngine(async () => succeed((await files()).sourceAges(bench.artifacts("source")))),
    docsPage: () =>
      bench.withEngine(async (engine) => succeed(await (await files()).docsPage(engine, bench.running()))),
    docsArtifacts: () =>
      bench.withEngine(async (engine) =>
        succeed(await (await files()).docsArtifacts(engine, bench.running(), bench.artifacts())),
      ),
    runResults: (run, at) =>
      bench.withEngine(async (engine) => succeed(await (await files()).runResults(engine, run, at))),
  };
}
