/** The metric explorer's share of the API; what it does is loaded when it is first asked. */
import type { Bench } from "../workbench.ts";
import type { MetricsApi } from "./protocol.ts";

export function metricsApi(bench: Bench): MetricsApi {
  const desk = () => import("./metrics-desk.ts");
  return {
    metrics: () => bench.withEngine(async (engine) => (await desk()).metrics(engine)),
    metric: (key) => bench.withEngine(async (engine) => (await desk()).metric(engine, key)),
    metricSeries: (question) =>
      bench.job(async (engine, signal) => (await desk()).metricSeries(bench, engine, signal, question)),
    metricParts: (key, type) =>
      bench.job(async (engine, signal) => (await desk()).metricParts(bench, engine, signal, key, type)),
    metricLatest: () => bench.job(async (engine, signal) => (await desk()).metricLatest(bench, engine, signal)),
  };
}
