/**
 * The chart of `executive_customer_health_kpis`: customers by health per tier, and how much of each tier's revenue is at risk.
 *
 * Needs the columns by name; when somebody's edit takes one away, the general chart steps in.
 */
import { tableRows, type Table, type Value } from "../../engine/core/table.ts";
import { toNumber } from "../results/value-kind.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import type { ChartPlan, StackPanel, Tile } from "./chart-plan.ts";

const NEEDED = [
  "customer_tier",
  "customers",
  "healthy_customers",
  "at_risk_customers",
  "unhealthy_customers",
  "mrr",
  "at_risk_mrr",
];

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const share = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });

type Row = Record<string, Value>;

export function kpiPlan(table: Table): ChartPlan | null {
  const names = new Set(table.columns.map((column) => column.name));
  if (table.rowCount === 0 || !NEEDED.every((name) => names.has(name))) return null;
  const newest = latest(tableRows(table));
  const total = newest.find(isTotal) ?? null;
  const tiers = newest.filter((row) => !isTotal(row)).sort((a, b) => amount(b, "mrr") - amount(a, "mrr"));
  if (tiers.length === 0) return null;
  const words = surfaceStrings.results.chart.kpis;
  return {
    title: words.title,
    reading: words.reading,
    note: null,
    tiles: total ? tiles(total) : [],
    panels: [healthPanel(tiers), mrrPanel(tiers)],
  };
}

function healthPanel(tiers: readonly Row[]): StackPanel {
  const words = surfaceStrings.results.chart.kpis;
  const series = [
    { name: words.healthy, column: "healthy_customers", colour: "var(--band-healthy)", ink: "var(--surface)" },
    { name: words.atRisk, column: "at_risk_customers", colour: "var(--band-at-risk)", ink: "var(--on-amber)" },
    { name: words.unhealthy, column: "unhealthy_customers", colour: "var(--band-unhealthy)", ink: "var(--surface)" },
  ];
  const parts = tiers.map(
    (row) =>
      `${tierName(row)} ${series.map((one) => `${whole.format(amount(row, one.column))} ${one.name}`).join(", ")}`,
  );
  return {
    kind: "stack",
    title: words.healthPanel,
    sentence: `${words.healthPanel}: ${parts.join("; ")}.`,
    category: "customer_tier",
    measure: "customers",
    share: true,
    series: series.map(({ name, colour, ink }) => ({ name, colour, ink })),
    rows: tiers.flatMap((row) =>
      series.map((one) => ({
        category: tierName(row),
        series: one.name,
        value: amount(row, one.column),
        text: whole.format(amount(row, one.column)),
      })),
    ),
  };
}

function mrrPanel(tiers: readonly Row[]): StackPanel {
  const words = surfaceStrings.results.chart.kpis;
  const series = [
    {
      name: words.atRiskMrr,
      colour: "var(--band-at-risk)",
      ink: "var(--on-amber)",
      value: (row: Row) => amount(row, "at_risk_mrr"),
    },
    {
      name: words.safeMrr,
      colour: "var(--chart-1)",
      ink: "white",
      value: (row: Row) => Math.max(0, amount(row, "mrr") - amount(row, "at_risk_mrr")),
    },
  ];
  const parts = tiers.map(
    (row) =>
      `${tierName(row)} ${whole.format(amount(row, "mrr"))}, of it ${whole.format(amount(row, "at_risk_mrr"))} at risk`,
  );
  return {
    kind: "stack",
    title: words.mrrPanel,
    sentence: `${words.mrrPanel}: ${parts.join("; ")}.`,
    category: "customer_tier",
    measure: "mrr",
    share: false,
    series: series.map(({ name, colour, ink }) => ({ name, colour, ink })),
    rows: tiers.flatMap((row) =>
      series.map((one) => ({
        category: tierName(row),
        series: one.name,
        value: one.value(row),
        text: short.format(one.value(row)),
      })),
    ),
  };
}

function tiles(total: Row): Tile[] {
  const words = surfaceStrings.results.chart.kpis;
  const mrr = amount(total, "mrr");
  const uptime = toNumber(total["device_uptime_pct"] ?? null);
  return [
    { value: whole.format(amount(total, "customers")), label: words.customers },
    { value: whole.format(mrr), label: words.mrr },
    ...(mrr > 0 ? [{ value: share.format(amount(total, "at_risk_mrr") / mrr), label: words.atRiskShare }] : []),
    // The column may hold a share or a percentage; device uptime is never below one percent.
    ...(uptime === null ? [] : [{ value: share.format(uptime > 1 ? uptime / 100 : uptime), label: words.uptime }]),
  ];
}

/** Only the newest as-of date, should there be several. */
function latest(rows: readonly Row[]): readonly Row[] {
  const dates = rows.map((row) => String(row["as_of_date"] ?? ""));
  const newest = dates.reduce((a, b) => (b > a ? b : a), "");
  return rows.filter((_, index) => dates[index] === newest);
}

function isTotal(row: Row): boolean {
  const tier = row["customer_tier"];
  return tier === null || tier === undefined || /^(total|all)$/i.test(String(tier));
}

const tierName = (row: Row): string => String(row["customer_tier"]);
const amount = (row: Row, column: string): number => toNumber(row[column] ?? null) ?? 0;
