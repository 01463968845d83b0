import { describe, expect, test } from "vitest";
import { binsOf, panelTable } from "../../src/app/chart/chart-plan.ts";
import { designedPlan } from "../../src/app/chart/chart-registry.ts";
import { chartOptions, defaultChoice, generalPlan, repairChoice } from "../../src/app/chart/general-plan.ts";
import type { Table, Value } from "../../src/engine/core/table.ts";

function table(columns: Record<string, [type: string, values: Value[]]>, truncated = false): Table {
  const entries = Object.entries(columns);
  return {
    columns: entries.map(([name, [type]]) => ({ name, type })),
    data: entries.map(([, [, values]]) => values),
    rowCount: entries[0]?.[1][1].length ?? 0,
    truncated,
  };
}

const kpis = table({
  as_of_date: ["DATE", ["2025-12-31", "2025-12-31", "2025-12-31"]],
  customer_tier: ["VARCHAR", ["smb", "enterprise", null]],
  customers: ["BIGINT", [100n, 20n, 120n]],
  healthy_customers: ["BIGINT", [60n, 15n, 75n]],
  at_risk_customers: ["BIGINT", [30n, 4n, 34n]],
  unhealthy_customers: ["BIGINT", [10n, 1n, 11n]],
  mrr: ["DECIMAL(14,2)", ["5000.00", "40000.00", "45000.00"]],
  at_risk_mrr: ["DECIMAL(14,2)", ["1000.00", "3500.00", "4500.00"]],
  device_uptime_pct: ["DOUBLE", [0.97, 0.99, 0.98]],
});

describe("the chart of the health KPIs", () => {
  test("has the tiers by revenue, the total apart, and every number in its sentence", () => {
    const plan = designedPlan("executive_customer_health_kpis", kpis);
    expect(plan?.tiles.map((tile) => `${tile.value} ${tile.label}`)).toEqual([
      "120 customers",
      "45,000 MRR",
      "10% of MRR at risk",
      "98% device uptime",
    ]);
    const [health, mrr] = plan?.panels ?? [];
    expect(health && panelTable(health)).toEqual({
      head: ["customer_tier", "healthy", "at risk", "unhealthy"],
      rows: [
        ["enterprise", "15", "4", "1"],
        ["smb", "60", "30", "10"],
      ],
    });
    expect(health?.sentence).toContain("enterprise 15 healthy, 4 at risk, 1 unhealthy");
    expect(mrr && panelTable(mrr).rows).toEqual([
      ["enterprise", "3.5K", "36.5K"],
      ["smb", "1K", "4K"],
    ]);
  });

  test("steps aside when a column is gone, and for other models", () => {
    const cut = {
      ...kpis,
      columns: kpis.columns.map((column) => (column.name === "at_risk_mrr" ? { ...column, name: "risk" } : column)),
    };
    expect(designedPlan("executive_customer_health_kpis", cut)).toBeNull();
    expect(designedPlan("entity_customers", kpis)).toBeNull();
  });
});

describe("the general chart", () => {
  const choose = (columns: Record<string, [type: string, values: Value[]]>) => defaultChoice(table(columns));
  test("a date and a number give a line", () => {
    expect(
      choose({ date_day: ["DATE", ["2025-01-01", "2025-01-02", "2025-01-03"]], mrr: ["DOUBLE", [1, 2, 3]] }),
    ).toEqual({ shape: "line", across: "date_day", measure: "mrr" });
  });
  test("few values and a number give bars, and ids are never amounts", () => {
    expect(
      choose({ account_id: ["BIGINT", [1n, 2n, 3n]], tier: ["VARCHAR", ["a", "b", "a"]], mrr: ["DOUBLE", [1, 2, 3]] }),
    ).toEqual({ shape: "bars", across: "tier", measure: "mrr" });
  });
  test("only a number gives a histogram; only names give counts; nothing gives no chart", () => {
    expect(choose({ score: ["DOUBLE", Array.from({ length: 40 }, (_, index) => index / 7)] })?.shape).toBe("histogram");
    expect(choose({ status: ["VARCHAR", ["a", "b", "a"]] })).toEqual({
      shape: "bars",
      across: "status",
      measure: null,
    });
    expect(defaultChoice(table({ mrr: ["DOUBLE", []] }))).toBeNull();
  });

  test("bars add up over the rows of a value, say so, and keep NULL as a row of its own", () => {
    const plan = generalPlan(
      table({ tier: ["VARCHAR", ["a", "a", null]], mrr: ["DECIMAL(10,2)", ["1.10", "2.20", "9.00"]] }),
      { shape: "bars", across: "tier", measure: "mrr" },
    );
    expect(plan?.reading).toContain("added up");
    expect(plan && panelTable(plan.panels[0]!).rows).toEqual([
      ["NULL", "9"],
      ["a", "3.3"],
    ]);
  });

  test("a missing value is a gap in the line and not a zero", () => {
    const plan = generalPlan(table({ day: ["DATE", ["2025-01-01", "2025-01-02"]], mrr: ["DOUBLE", [null, 2]] }), {
      shape: "line",
      across: "day",
      measure: "mrr",
    });
    const panel = plan?.panels[0];
    expect(panel?.kind === "line" && panel.rows.map((row) => row.value)).toEqual([null, 2]);
  });

  test("what is left out is told: small groups and rows that were not fetched", () => {
    const names = Array.from({ length: 30 }, (_, index) => `n${index}`);
    const plan = generalPlan(
      table({ name: ["VARCHAR", names], mrr: ["DOUBLE", names.map((_, index) => index)] }, true),
      { shape: "bars", across: "name", measure: "mrr" },
    );
    expect(plan?.note).toBe("10 smaller ones are left out. Drawn from the first 30 rows.");
  });

  test("a choice that no longer fits the columns is replaced by one that does", () => {
    const options = chartOptions(table({ tier: ["VARCHAR", ["a", "b"]], mrr: ["DOUBLE", [1, 2]] }));
    expect(repairChoice({ shape: "line", across: "day", measure: "arr" }, options)).toEqual({
      shape: "bars",
      across: "tier",
      measure: "mrr",
    });
  });

  test("bins have round edges and count every value once", () => {
    const { bins } = binsOf([0, 0.5, 9.99, 10, 10]);
    expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(5);
    expect(bins[0]?.from).toBe(0);
    expect(bins.every((bin) => Number((bin.to - bin.from).toPrecision(6)) === 0.5)).toBe(true);
    expect(binsOf([3, 3]).bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(2);
  });
});

test("dots never draw a number against itself", () => {
  const options = chartOptions(table({ mrr: ["DOUBLE", [1, 2]], score: ["DOUBLE", [3, 4]] }));
  expect(repairChoice({ shape: "dots", across: null, measure: "mrr" }, options)).toEqual({
    shape: "dots",
    across: "score",
    measure: "mrr",
  });
});
