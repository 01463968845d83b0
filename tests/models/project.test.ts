/**
 * The bundled project keeps its own rules, and its tests are worth having: each mistake that a person would plausibly make in a
 * model is caught by the test that guards against it.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openEngine, tableRows } from "../../src/engine/index.ts";
import type { Engine, NodeId, SourceFile, Warehouse } from "../../src/engine/index.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import { createFileLoader } from "../../src/cli/file-loader.ts";
import { systemClock } from "../../src/cli/native-engine.ts";
import { readBuiltins, readProjectFiles } from "../../src/cli/project-files.ts";
import { findPart, PARTS } from "./parts.ts";

const PROJECT = "src/models";

let warehouse: Warehouse;
let files: SourceFile[];
let builtins: SourceFile[];
let engine: Engine;
const loader = createFileLoader(PROJECT);

function engineOf(changed: readonly SourceFile[]): Promise<Engine> {
  return openEngine({
    files: changed,
    builtins,
    warehouse: () => Promise.resolve(warehouse),
    clock: systemClock(Date.UTC(2025, 11, 31)),
    env: { STRATA_DATA_DIR: "../../public/data/tiny" },
    loadSources: loader,
  });
}

beforeAll(async () => {
  files = await readProjectFiles(PROJECT);
  builtins = await readBuiltins();
  warehouse = await openNodeWarehouse({ threads: 2 });
  engine = await engineOf(files);
}, 120_000);
afterAll(async () => warehouse.close());

describe("the project", () => {
  const models = (): SourceFile[] => files.filter(({ path }) => path.startsWith("models/") && path.endsWith(".sql"));

  test("has no diagnostics", () => {
    expect(engine.diagnostics).toEqual([]);
  });

  test("has all its layers", () => {
    const tagged = (...tags: string[]): number =>
      [...engine.manifest.nodes.values()].filter(
        ({ resource_type, config }) => resource_type === "model" && tags.every((tag) => config.tags.includes(tag)),
      ).length;
    expect({
      staging: tagged("saas", "staging"),
      intermediate: tagged("saas", "intermediate"),
      entities: tagged("saas", "entity"),
      marts: tagged("saas", "mart"),
    }).toEqual({ staging: 101, intermediate: 37, entities: 27, marts: 37 });
  });

  const built = new Set<string>();

  test("builds, and all its tests pass; only where a fault is planted it is warned", async () => {
    const { exitCode, results, log } = await engine.command("build");
    for (const { unique_id } of results) built.add(unique_id);
    // Exposures have nothing to do.
    const others = results.filter(({ status }) => !["success", "pass", "no-op"].includes(status));
    expect(others.filter(({ status }) => status !== "warn")).toEqual([]);
    // Sources are known to be faulty; and two days of a region never came, which cannot be made up.
    const own = others.map(({ unique_id }) => unique_id).filter((id) => !id.startsWith("test.strata.source_"));
    expect(own).toEqual(["test.strata.test_telemetry_volume_by_day"]);
    expect(log.at(-1)).toContain(`TOTAL=${results.length}`);
    expect(results.length).toBeGreaterThan(4000);
    expect(exitCode).toBe(0);
  }, 600_000);

  test.each(PARTS)("$select is $models models with what tests them, and all of it was built", (part) => {
    const { models, seeds, tests, ids } = findPart(engine, part);
    expect({ models, seeds }).toEqual({ models: part.models, seeds: part.seeds });
    expect(tests).toBeGreaterThanOrEqual(part.tests);
    const isLeftOut = (id: NodeId): boolean => {
      const node = engine.manifest.nodes.get(id);
      return node?.resource_type === "model" && node.config.materialized === "ephemeral";
    };
    const runs = /^(model|seed|snapshot|test|unit_test)\./;
    expect(ids.filter((id) => runs.test(id) && !built.has(id) && !isLeftOut(id))).toEqual([]);
  });

  test("leaves no table empty", async () => {
    const tables = [...engine.manifest.nodes.values()].filter(
      ({ resource_type, config }) => resource_type === "model" && config.materialized !== "ephemeral",
    );
    const counts = tables.map(
      ({ name, relation_name: relation }) => `select '${name}' as name, count(*) as n from ${relation ?? ""}`,
    );
    const rows = tableRows(await warehouse.query(counts.join(" union all ")));
    expect(rows.filter(({ n }) => Number(n) === 0).map(({ name }) => name)).toEqual([]);
  }, 60_000);

  test("reads no wall clock, so that the same data give the same answers tomorrow", () => {
    const clocks = /\b(current_date|current_timestamp|localtimestamp|now\s*\(|today\s*\(|get_current_timestamp)/i;
    expect(
      files.filter(({ path, text }) => path.endsWith(".sql") && clocks.test(text)).map(({ path }) => path),
    ).toEqual([]);
  });

  test("states the grain in the first line of every model", () => {
    expect(
      models()
        .filter(({ text }) => !text.startsWith("-- One row per "))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  test("has a property file beside every model", () => {
    const paths = new Set(files.map(({ path }) => path));
    expect(
      models()
        .filter(({ path }) => !paths.has(path.replace(/\.sql$/, ".yml")))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  test("describes every column of every table, and no other", async () => {
    const differences: string[] = [];
    for (const node of engine.manifest.nodes.values()) {
      if (node.resource_type !== "model" && node.resource_type !== "seed") continue;
      const columns = await warehouse.describe({
        database: node.database,
        schema: node.schema,
        identifier: node.alias,
      });
      const actual = (columns ?? []).map(({ name }) => name).sort();
      const described = Object.values(node.columns)
        .filter(({ description }) => description !== "")
        .map(({ name }) => name)
        .sort();
      if (actual.join() !== described.join()) differences.push(`${node.name}: ${actual.join()} <> ${described.join()}`);
    }
    expect(differences).toEqual([]);
  });

  test("reads sources in the first layer only", () => {
    const readers = models().filter(({ text }) => text.includes("source("));
    expect(readers.filter(({ path }) => !/\/(staging|bronze)\//.test(path)).map(({ path }) => path)).toEqual([]);
  });

  test("builds the incremental tables a second time to the same rows", async () => {
    const incremental = [...engine.manifest.nodes.values()].filter(
      ({ config }) => config.materialized === "incremental",
    );
    expect(incremental.map(({ name }) => name).sort()).toEqual([
      "entity_customers_daily",
      "entity_devices_hourly",
      "entity_subscriptions_daily",
      "fact_activities",
      "fact_orders",
      "int_campaigns__daily_performance",
      "int_customers__activity_daily",
      "int_devices__telemetry_hourly",
      "int_subscriptions__mrr_daily",
      "silver_account_state_history",
      "silver_user_state_history",
      "stg_app_database__device_telemetry_daily",
      "stg_app_database__device_telemetry_hourly",
      "stg_app_database__feature_usage",
      "stg_app_database__page_views",
      "stg_app_database__tap_events",
      "stg_app_database__user_sessions",
      "stg_app_database__web_sessions",
    ]);
    const content = async (): Promise<unknown> => {
      const selects = incremental.map(
        ({ name, relation_name: relation }) =>
          `select '${name}' as name, count(*) as n, bit_xor(hash(t)) as content from ${relation ?? ""} as t`,
      );
      return tableRows(await warehouse.query(`${selects.join(" union all ")} order by name`));
    };
    const first = await content();
    expect((await engine.command(["run", "--select", "config.materialized:incremental"])).exitCode).toBe(0);
    expect(await content()).toEqual(first);
  }, 60_000);
});

/** A mistake in a file, the test that finds it, and what has to be built for that; by default the model itself and all between it and the test. */
const MISTAKES: readonly (readonly [
  title: string,
  file: string,
  right: string,
  wrong: string,
  finder: string,
  build?: string | null,
])[] = [
  [
    "a join that repeats customers",
    "entity_customers.sql",
    "left join users_per_customer on",
    "left join users as other_users on customers.customer_id = other_users.customer_id\n    left join users_per_customer on",
    "unique_entity_customers_customer_id",
  ],
  [
    "quiet customers are lost",
    "entity_customers.sql",
    "from customers\n    inner join health_components",
    "from customers\n    inner join (select * from health_components where device_events_30d > 0) as health_components",
    "test_entity_customers_tables_agree",
  ],
  [
    "a window of 31 days",
    "int_customers__health_components.sql",
    "where date_day > {{ as_of_date() }} - 30\n        ) as device_events_30d",
    "where date_day >= {{ as_of_date() }} - 30\n        ) as device_events_30d",
    "test_entity_customers_tables_agree",
  ],
  [
    "versions that overlap",
    "entity_customers_history.sql",
    "lead(valid_from) over (partition by customer_id order by valid_from), deleted_on",
    "lead(valid_from) over (partition by customer_id order by valid_from) + 2, deleted_on",
    "entity_customers_history_no_overlap",
  ],
  [
    "versions with a gap",
    "entity_customers_history.sql",
    "lead(valid_from) over (partition by customer_id order by valid_from), deleted_on",
    "lead(valid_from) over (partition by customer_id order by valid_from) - 1, deleted_on",
    "entity_customers_history_no_gap",
  ],
  [
    "versions that never end",
    "entity_customers_history.sql",
    "lead(valid_from) over (partition by customer_id order by valid_from), deleted_on",
    "null, deleted_on",
    "test_entity_customers_history_one_current",
  ],
  [
    "a flag of its own",
    "entity_customers_history.sql",
    "valid_to is null as is_current",
    "valid_from >= date '2025-06-01' as is_current",
    "entity_customers_history_one_current",
  ],
  [
    "versions without a change",
    "entity_customers_history.sql",
    "where is_first\n",
    "where true\n",
    "test_entity_customers_history_no_empty_change",
  ],
  [
    "a daily table that is one day behind",
    "entity_customers_daily.sql",
    "between spans.first_day and spans.last_day",
    "between spans.first_day and spans.last_day - 1",
    "test_entity_customers_daily_is_dense",
  ],
  [
    "only days with activity",
    "entity_customers_daily.sql",
    "left join health\n",
    "inner join health\n",
    "test_entity_customers_daily_is_dense",
  ],
  [
    "trials that count as revenue",
    "customer_states.sql",
    "({{ subscription_status }} in ('active', 'past_due'))",
    "({{ subscription_status }} in ('active', 'past_due', 'trialing'))",
    "test_mrr_movements_add_up",
    "int_subscriptions__core",
  ],
  [
    "a year's price as a month's",
    "business_logic.sql",
    "when 'year' then 1.0 / 12.0",
    "when 'year' then 1.0",
    "test_normalize_to_mrr_worked_examples",
    null,
  ],
  [
    "weights that do not sum to 1",
    "dbt_project.yml",
    "payment: 0.15, value: 0.05",
    "payment: 0.15, value: 0.10",
    "test_score_weights_sum_to_one",
    null,
  ],
  [
    "a delinquency that helps",
    "score_parts.sql",
    "then 0.0 else 1.0 end)\n",
    "then 1.0 else 0.0 end)\n",
    "test_score_worked_examples",
    null,
  ],
  [
    "months without revenue are lost",
    "int_customers__mrr_monthly.sql",
    "left join month_ends",
    "inner join month_ends",
    "test_mrr_bridge_closes",
  ],
  [
    "reactivated customers as new",
    "int_subscriptions__mrr_movements.sql",
    "then 'reactivation'",
    "then 'new'",
    "test_customers_are_new_once",
  ],
  [
    "overdue invoices overlooked",
    "int_billing__dunning_cases.sql",
    "where is_first_attempt_failed",
    "where is_first_attempt_failed and invoice_status <> 'open'",
    "test_delinquency_agrees_with_stripe",
  ],
  [
    "a band that is counted twice",
    "executive_customer_health_kpis.sql",
    "where health_band = 'at_risk'",
    "where health_band in ('at_risk', 'unhealthy')",
    "test_kpis_add_up",
  ],
];

describe("the tests find", () => {
  for (const [title, name, right, wrong, finder, build = `${name.replace(/\.sql$/, "+")},+${finder}`] of MISTAKES)
    test(
      title,
      async () => {
        const file = files.find(({ path }) => path.endsWith(`/${name}`) || path === name);
        expect(file?.text).toContain(right);
        const broken = await engineOf(
          files.map((item) => (item === file ? { ...item, text: item.text.replaceAll(right, wrong) } : item)),
        );
        const run = build === null ? null : ["run", "--full-refresh", "--select", build];
        if (run !== null) expect((await broken.command(run)).exitCode).toBe(0);
        const { results } = await broken.command(["test", "--select", finder]);
        expect(results.map(({ status }) => status)).toEqual(["fail"]);
        if (run !== null) expect((await engine.command(run)).exitCode).toBe(0);
      },
      60_000,
    );
});
