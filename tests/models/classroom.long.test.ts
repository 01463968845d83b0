/** The bundled project on the data that a class works with: 2,000 accounts. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import type { NativeEngine } from "../../src/cli/native-engine.ts";
import { tableRows } from "../../src/engine/index.ts";
import { makeSeedData } from "../../scripts/seed-data.ts";
import { findPart, PARTS } from "./parts.ts";

let native: NativeEngine;

beforeAll(async () => {
  expect(await makeSeedData(["classroom"])).toBe(true);
  native = await openNativeEngine({ projectDir: "src/models", path: ":memory:", tier: "classroom" });
}, 600_000);
afterAll(async () => native.close());

test(
  "everything builds and every test passes, also when it is built a second time",
  { timeout: 1_800_000 },
  async () => {
    for (const round of ["first", "second"]) {
      const outcome = await native.engine.command("build");
      expect(outcome.log.at(-1), `the ${round} build`).toMatch(/^Done\. PASS=\d+ WARN=\d+ ERROR=0 SKIP=0/);
      expect(outcome.exitCode).toBe(0);
    }
  },
);

test.each(PARTS)("$select builds $models models, and all their tests pass", { timeout: 1_800_000 }, async (part) => {
  const { models, seeds, tests } = findPart(native.engine, part);
  expect({ models, seeds }).toEqual({ models: part.models, seeds: part.seeds });
  expect(tests).toBeGreaterThanOrEqual(part.tests);
  const outcome = await native.engine.command(`build --select ${part.select}`);
  expect(outcome.log.at(-1)).toMatch(/^Done\. PASS=\d+ WARN=\d+ ERROR=0 SKIP=0/);
  expect(outcome.exitCode).toBe(0);
});

test("no model is empty", { timeout: 600_000 }, async () => {
  const models = [...native.engine.manifest.nodes.values()].filter(
    (node) => node.resource_type === "model" && node.config.materialized !== "ephemeral",
  );
  const counts = await native.engine.query(
    models
      .map(({ name }) => `select '${name}' as model, exists (select 1 from {{ ref('${name}') }}) as has_rows`)
      .join(" union all "),
    { limit: models.length },
  );
  expect(counts.ok ? null : counts.diagnostics[0]?.message).toBe(null);
  const rows = counts.ok ? tableRows(counts.value.table) : [];
  expect(rows.length).toBe(models.length);
  expect(rows.filter((row) => row["has_rows"] !== true).map((row) => row["model"])).toEqual([]);
});

test("every health band and every churn risk has customers in it", { timeout: 600_000 }, async () => {
  const answer = await native.engine.query(
    "select healthy_customers, at_risk_customers, unhealthy_customers, high_risk_customers, medium_risk_customers, low_risk_customers, customers from {{ ref('executive_customer_health_kpis') }} where customer_tier = 'total'",
  );
  expect(answer.ok).toBe(true);
  const [total] = answer.ok ? tableRows(answer.value.table) : [];
  const { customers, ...parts } = Object.fromEntries(
    Object.entries(total ?? {}).map(([name, value]) => [name, Number(value)]),
  );
  expect(customers).toBeGreaterThan(1000);
  for (const [name, count] of Object.entries(parts)) expect(count / (customers ?? 1), name).toBeGreaterThan(0.05);
});
