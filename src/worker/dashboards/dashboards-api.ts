/** The dashboards' share of the API; what it does is loaded when it is first asked. */
import type { Bench } from "../workbench.ts";
import type { DashboardsApi } from "./protocol.ts";

export function dashboardsApi(bench: Bench): DashboardsApi {
  const desk = () => import("./dashboards-desk.ts");
  return {
    dashboards: () => bench.withEngine(async (engine) => (await desk()).dashboards(bench, engine)),
    dashboard: (name, text) => bench.withEngine(async (engine) => (await desk()).dashboard(bench, engine, name, text)),
    dashboardTile: (question) =>
      bench.job(async (engine, signal) => (await desk()).dashboardTile(bench, engine, signal, question)),
    dashboardOptions: (sql) =>
      bench.job(async (engine, signal) => (await desk()).dashboardOptions(bench, engine, signal, sql)),
  };
}
