/** Charts that were designed for one model, by the model's name. Every other result gets the general chart. */
import type { Table } from "../../engine/core/table.ts";
import type { ChartPlan } from "./chart-plan.ts";
import { kpiPlan } from "./kpi-plan.ts";

/** Returns null when the table does not hold what the chart needs. */
export type PlanChart = (table: Table) => ChartPlan | null;

const CHARTS: ReadonlyMap<string, PlanChart> = new Map([["executive_customer_health_kpis", kpiPlan]]);

export function designedPlan(model: string, table: Table): ChartPlan | null {
  return CHARTS.get(model)?.(table) ?? null;
}
