/** How many deals are won, and how long a new customer takes to earn back what it cost to find it. */
import { addMonths } from "../kit/calendar.ts";
import { adSpend, SPEND_TABLES } from "./ad-spend.ts";
import { grouped } from "./grouped.ts";
import { dayOf, hasRows, numbers, rowsIn, type Tables } from "./read.ts";
import type { Measured } from "./report.ts";
import { RETENTION_TABLES, monthlyRevenue, newCustomers, yearBefore } from "./retention.ts";

const DEALS = "hubspot__deal";
const STAGES = "hubspot__deal_pipeline_stage";
export const SELLING_TABLES = [DEALS, STAGES] as const;

/** Of the revenue, after hosting, support and payment. */
const GROSS_MARGIN = 0.8;

export function selling(tables: Tables, asOfDay: number): Measured[] {
  return [
    {
      id: "win_rate",
      area: "sales",
      title: "Win rate",
      meaning: "Deals that were won, of all that were closed within the last 12 months.",
      unit: "percent",
      band: { low: 0.2, high: 0.28 },
      ...winRate(tables, asOfDay),
    },
    {
      id: "cac_payback",
      area: "sales",
      title: "CAC payback",
      meaning:
        "Advertising of the last 12 months for each new paying customer, divided by 80 % of what these customers pay a month at first.",
      unit: "months",
      band: { low: 10, high: 18 },
      ...payback(tables, asOfDay),
    },
  ];
}

function winRate(tables: Tables, asOfDay: number): Pick<Measured, "value" | "detail"> {
  if (!hasRows(tables, ...SELLING_TABLES)) return { value: null };
  const closed = numbers(tables, STAGES, "is_closed");
  const won = numbers(tables, STAGES, "closed_won");
  const outcomes = new Map<number, boolean>();
  numbers(tables, STAGES, "stage_id").forEach((id, row) => {
    if (closed[row] === 1) outcomes.set(id, won[row] === 1);
  });
  const stage = numbers(tables, DEALS, "deal_pipeline_stage_id");
  const closeDate = numbers(tables, DEALS, "property_closedate");
  const from = addMonths(asOfDay + 1, -12);
  let ended = 0;
  let gained = 0;
  for (let row = 0; row < rowsIn(tables, DEALS); row += 1) {
    const outcome = outcomes.get(stage[row] ?? 0);
    if (outcome === undefined || dayOf(closeDate[row] ?? 0) < from) continue;
    ended += 1;
    if (outcome) gained += 1;
  }
  return { value: ended === 0 ? null : gained / ended, detail: `${grouped(gained)} of ${grouped(ended)} deals` };
}

function payback(tables: Tables, asOfDay: number): Pick<Measured, "value" | "detail"> {
  if (!hasRows(tables, ...RETENTION_TABLES, ...SPEND_TABLES)) return { value: null };
  const revenue = monthlyRevenue(tables, asOfDay);
  const { count, monthlyCents } = newCustomers(revenue);
  if (count === 0 || revenue.months < 12) return { value: null };
  const spent = [...adSpend(tables, yearBefore(revenue)).values()].reduce((sum, cents) => sum + cents, 0);
  const cost = spent / count;
  const earned = (monthlyCents / count) * GROSS_MARGIN;
  return {
    value: cost / earned,
    detail: `${dollars(cost)} for each of ${grouped(count)} customers, who pay ${dollars(monthlyCents / count)} a month`,
  };
}

function dollars(cents: number): string {
  return `$${grouped(Math.floor(cents / 100 + 0.5))}`;
}
