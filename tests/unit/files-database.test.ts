import { expect, test } from "vitest";
import type { Engine } from "../../src/engine/index.ts";
import { LIVE_SUFFIX } from "../../src/engine/diff/live-relations.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import { XRAY_SCHEMA } from "../../src/engine/xray/xray-run.ts";
import { readSchemas } from "../../src/worker/files/held-schemas.ts";

const projectOf = (schemas: readonly string[]) =>
  ({
    manifest: {
      nodes: new Map(
        schemas.map((schema) => [
          `model.shop.${schema}`,
          { unique_id: `model.shop.${schema}`, resource_type: "model", database: "strata", schema, alias: "orders" },
        ]),
      ),
    },
    project: { target: { database: "strata" } },
  }) as unknown as Pick<Engine, "manifest" | "project">;

test("the database pane lists what the project built, and nothing that live mode, an X-ray, results or lessons hold on trial", async () => {
  const warehouse = await openNodeWarehouse({ threads: 1, settings: { threads: "1" } });
  for (const schema of ["main", `main${LIVE_SUFFIX}`, XRAY_SCHEMA, "strata_results", "lesson_main", "lesson_plans"]) {
    await warehouse.execute(
      `create schema if not exists ${schema}; create table ${schema}.orders as select 1 as order_id`,
    );
  }
  const held = await readSchemas(warehouse, projectOf(["main", "lesson_plans"]));
  await warehouse.close();
  // A project may call a schema of its own as it likes.
  expect(held.map(({ name }) => name)).toEqual(["lesson_plans", "main"]);
  expect(held[1]?.relations).toEqual([
    {
      name: "orders",
      kind: "table",
      rows: 1,
      columns: [{ name: "order_id", type: "INTEGER" }],
      node: "model.shop.main",
    },
  ]);
});
