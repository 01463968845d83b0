/**
 * The long tables of the metrics layer say what the wide ones say: each value of metrics_unified, metrics_unified_domains, metrics_api
 * and metrics_company_overview on a sample of days is held against the wide table in which the metric is made, by loops instead of
 * unpivots and windows.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NativeEngine } from "../../src/cli/native-engine.ts";
import { openBuilt, rowsIn, type Row } from "./built-project.ts";
import { dayOf, DAYS, monthsBefore, ratio, sumOf, textOf } from "./metrics-lab.ts";

const LAST = dayOf("2025-12-31");
/** Days on which single customers are in the long table: today, and the days that it is compared with. */
const CUSTOMER_DAYS = ["2025-11-30", "2025-12-24", "2025-12-30", "2025-12-31"];

interface Definition {
  readonly domain: string;
  readonly name: string;
  readonly model: string;
  readonly tier: number;
  readonly unit: string;
  readonly higherIsBetter: boolean | null;
  readonly entities: readonly string[];
}

let native: NativeEngine;
let definitions: readonly Definition[];
/** `domain.metric entity type:entity day` -> value, from the wide tables. */
let wide: ReadonlyMap<string, number>;
/** The days of each series, in order. */
let series: ReadonlyMap<string, ReadonlyMap<number, number>>;

const rowsOf = (sql: string): Promise<readonly Row[]> => rowsIn(native, sql);

const keyOf = (row: Row): string =>
  `${String(row["domain"])}.${String(row["metric_name"])} ${String(row["entity_type"])}:${String(row["entity_id"])}`;

beforeAll(async () => {
  native = await openBuilt("+saas.metrics");
  definitions = (
    await rowsOf(
      "select domain, name, model, tier, unit, higher_is_better, entity_types from {{ ref('metric_definitions') }}",
    )
  ).map((row) => ({
    domain: String(row["domain"]),
    name: String(row["name"]),
    model: String(row["model"]),
    tier: Number(row["tier"]),
    unit: String(row["unit"]),
    higherIsBetter: row["higher_is_better"] as boolean | null,
    entities: String(row["entity_types"]).split(";"),
  }));
  const found = new Map<string, Map<number, number>>();
  for (const model of new Set(definitions.map((one) => one.model))) {
    const own = definitions.filter((one) => one.model === model);
    const entity =
      model === "metrics_customer_success"
        ? "'customer' as entity_type, cast(customer_id as varchar) as entity_id"
        : /revenue|engagement/.test(model)
          ? "'company' as entity_type, 'all' as entity_id"
          : "entity_type, entity_id";
    // Days whose windows begin before the first of these are not compared.
    const from = model === "metrics_customer_success" ? "metric_date > date '2025-11-01'" : "true";
    const values = own.map(({ name }) => `cast(${name} as double) as ${name}`).join(", ");
    for (const row of await rowsOf(
      `select cast(metric_date as varchar) as day, ${entity}, ${values} from {{ ref('${model}') }} where ${from}`,
    ))
      for (const { domain, name } of own) {
        if (row[name] === null) continue;
        const key = keyOf({ ...row, domain, metric_name: name });
        found.set(key, (found.get(key) ?? new Map<number, number>()).set(dayOf(String(row["day"])), Number(row[name])));
      }
  }
  series = found;
  wide = new Map(
    [...found].flatMap(([key, days]) => [...days].map(([day, value]) => [`${key} ${textOf(day)}`, value] as const)),
  );
}, 400_000);
afterAll(async () => native.close());

const list = (days: readonly string[]): string => days.map((day) => `date '${day}'`).join(", ");
const isCustomer = (key: string): boolean => key.includes(" customer:");

describe.each(["metrics_unified", "metrics_unified_domains", "metrics_api"])("%s", (model) => {
  test("has each value of the wide tables once, and no other", { timeout: 60_000 }, async () => {
    const days = [...new Set([...DAYS, ...CUSTOMER_DAYS])];
    const rows = await rowsOf(
      `select domain, metric_name, entity_type, entity_id, cast(metric_date as varchar) as day, metric_value from {{ ref('${model}') }} where metric_date in (${list(days)})`,
    );
    const told = new Map(rows.map((row) => [`${keyOf(row)} ${String(row["day"])}`, Number(row["metric_value"])]));
    expect(told.size, "no value twice").toBe(rows.length);
    const expected = [...wide].filter(([key]) => {
      const day = key.slice(-10);
      return isCustomer(key) ? CUSTOMER_DAYS.includes(day) : days.includes(day);
    });
    expect(expected.length).toBeGreaterThan(5_000);
    expect(expected.filter(([key, value]) => told.get(key) !== value).slice(0, 5)).toEqual([]);
    expect([...told.keys()].filter((key) => !wide.has(key)).slice(0, 5)).toEqual([]);
  });
});

test("every metric is in the long table for each kind of entity of its definition, and for no other", async () => {
  const kinds = new Map<string, Set<string>>();
  for (const row of await rowsOf(
    "select distinct domain, metric_name, entity_type from {{ ref('metrics_unified') }}",
  )) {
    const name = `${String(row["domain"])}.${String(row["metric_name"])}`;
    kinds.set(name, (kinds.get(name) ?? new Set()).add(String(row["entity_type"])));
  }
  for (const { domain, name, entities } of definitions)
    expect([...(kinds.get(`${domain}.${name}`) ?? [])].sort(), `${domain}.${name}`).toEqual([...entities].sort());
});

test(
  "metrics_api compares each value with those of earlier days, and with what is usual",
  { timeout: 60_000 },
  async () => {
    const days = ["2025-08-31", "2025-12-01", "2025-12-31"];
    const rows = await rowsOf(
      `select *, cast(metric_date as varchar) as day from {{ ref('metrics_api') }} where metric_date in (${list(days)}) and entity_type <> 'customer'`,
    );
    expect(rows.length).toBeGreaterThan(1_000);
    const differences: string[] = [];
    for (const row of rows) {
      const own = series.get(keyOf(row))!;
      const day = dayOf(String(row["day"]));
      const at = (other: number): number | null => own.get(other) ?? null;
      const window = (from: number, to: number): readonly number[] =>
        Array.from({ length: to - from + 1 }, (_, step) => own.get(from + step)).filter((value) => value !== undefined);
      const mean = (values: readonly number[], of: number): number | null =>
        values.length === of ? sumOf(values) / of : null;
      const change = (before: number | null): number | null =>
        before === null ? null : ratio(own.get(day)! - before, Math.abs(before));
      const usual = window(day - 28, day - 1);
      const average = mean(usual, 28);
      const deviation = Math.sqrt(sumOf(usual.map((value) => (value - (average ?? 0)) ** 2)) / 27);
      const [month, year] = [at(monthsBefore(textOf(day), 1)), at(monthsBefore(textOf(day), 12))];
      const definition = definitions.find((one) => one.domain === row["domain"] && one.name === row["metric_name"])!;
      const better = definition.higherIsBetter;
      const expected: Readonly<Record<string, number | null>> = {
        importance_tier: definition.tier,
        previous_day_value: at(day - 1),
        previous_week_value: at(day - 7),
        previous_month_value: month,
        previous_year_value: year,
        month_change: month === null ? null : own.get(day)! - month,
        month_change_pct: change(month),
        year_change_pct: change(year),
        avg_7d: mean(window(day - 6, day), 7),
        avg_28d: mean(window(day - 27, day), 28),
        z_score: average === null || deviation <= 1e-6 ? null : (own.get(day)! - average) / deviation,
        target: year === null || better === null ? null : year * (better ? 1.05 : 0.95),
      };
      expect(row["unit"]).toBe(definition.unit);
      for (const [name, value] of Object.entries(expected)) {
        const told = row[name] === null || row[name] === undefined ? null : Number(row[name]);
        const isSame =
          told === null || value === null
            ? told === value
            : Math.abs(told - value) <= Math.max(1e-4, 1e-6 * Math.abs(value)) || deviation < 2e-6;
        if (!isSame) differences.push(`${keyOf(row)} ${String(row["day"])} ${name}: ${told}, and not ${value}`);
      }
    }
    expect(differences.slice(0, 5)).toEqual([]);
  },
);

test("metrics_company_overview has the company's metrics of tier 1 side by side", async () => {
  const columns = [...native.engine.manifest.nodes.values()].find(
    ({ name, resource_type }) => name === "metrics_company_overview" && resource_type === "model",
  )?.columns;
  const names = Object.keys(columns ?? {}).filter((name) => name !== "metric_date");
  const tier1 = definitions.filter((one) => one.tier === 1 && one.entities.includes("company")).map(({ name }) => name);
  expect([...new Set(tier1)].filter((name) => !names.includes(name))).toEqual([]);
  const values = names.map((name) => `cast(${name} as double) as ${name}`).join(", ");
  const rows = await rowsOf(
    `select cast(metric_date as varchar) as day, ${values} from {{ ref('metrics_company_overview') }} where metric_date in (${list(DAYS)})`,
  );
  expect(rows.length).toBe(DAYS.length);
  for (const row of rows)
    for (const name of names) {
      const definition = definitions.find((one) => one.name === name && one.entities.includes("company"))!;
      const value = wide.get(`${definition.domain}.${name} company:all ${String(row["day"])}`) ?? null;
      expect(row[name] === null ? null : Number(row[name]), `${name} on ${String(row["day"])}`).toBe(value);
    }
  expect(rows.some((row) => dayOf(String(row["day"])) === LAST)).toBe(true);
});

test("every model has a description and at least one test", () => {
  const nodes = [...native.engine.manifest.nodes.values()];
  const tested = new Set(
    nodes.flatMap((node) =>
      node.resource_type === "test" || node.resource_type === "unit_test" ? node.depends_on.nodes : [],
    ),
  );
  const models = nodes.filter((node) => node.resource_type === "model");
  expect(models.length).toBeGreaterThan(270);
  expect(models.filter((node) => node.description.length < 20).map(({ name }) => name)).toEqual([]);
  expect(models.filter((node) => !tested.has(node.unique_id)).map(({ name }) => name)).toEqual([]);
});
