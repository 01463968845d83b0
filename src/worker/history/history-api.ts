/** The history room's share of the API; what it does is loaded when it is first asked. */
import type { Bench } from "../workbench.ts";
import type { HistoryApi } from "./protocol.ts";

export function historyApi(bench: Bench): HistoryApi {
  const desk = () => import("./history-desk.ts");
  return {
    historyTables: () => bench.withEngine(async (engine) => (await desk()).historyTables(engine, bench.running())),
    historyCounts: (ids) =>
      bench.job(async (engine, signal) => (await desk()).historyCounts(bench, engine, signal, ids)),
    historyOverview: (id, named) =>
      bench.job(async (engine, signal) => (await desk()).historyOverview(bench, engine, signal, id, named)),
    historyKeys: (id, shape, options) =>
      bench.job(async (engine, signal) => (await desk()).historyKeys(bench, engine, signal, id, shape, options)),
    historyBars: (id, shape, options) =>
      bench.job(async (engine, signal) => (await desk()).historyBars(bench, engine, signal, id, shape, options)),
    historyCut: (id, shape, ask) =>
      bench.job(async (engine, signal) => (await desk()).historyCut(bench, engine, signal, id, shape, ask)),
    historyLine: (id, shape, options) =>
      bench.job(async (engine, signal) => (await desk()).historyLine(bench, engine, signal, id, shape, options)),
    historyTypes: (id, shape, options) =>
      bench.job(async (engine, signal) => (await desk()).historyTypes(bench, engine, signal, id, shape, options)),
  };
}
