/** Which source tables a plan loads: those that are read, and none that stand behind a table which is there already. */
import { expect, test } from "vitest";
import type { NodeId } from "../../../src/engine/core/ids.ts";
import { planRun } from "../../../src/engine/graph/plan.ts";
import { engineOf } from "../../support/project.ts";

const sql = (materialized: string, query: string) => `{{ config(materialized='${materialized}') }} ${query}`;
const { manifest } = engineOf({
  "models/sources.yml": "sources:\n  - name: app\n    tables: [{name: accounts}, {name: orders}, {name: visits}]\n",
  "models/stg_accounts.sql": sql("view", "select * from {{ source('app', 'accounts') }}"),
  "models/stg_orders.sql": sql("view", "select * from {{ source('app', 'orders') }}"),
  "models/paying.sql": sql("ephemeral", "select * from {{ ref('stg_accounts') }}"),
  "models/daily.sql": sql("incremental", "select * from {{ ref('stg_orders') }}"),
  "models/report.sql": sql(
    "table",
    "select * from {{ ref('paying') }} join {{ ref('daily') }} using (id) join {{ source('app', 'visits') }} using (id)",
  ),
});
const sourcesOf = (...names: readonly string[]) =>
  planRun(manifest, new Set(names.map((name): NodeId => `model.shop.${name}`)), "build").sources.map((id) =>
    id.split(".").at(-1),
  );

test("a plan loads what its nodes read, themselves or through views, and nothing behind a table that is not built again", () => {
  expect(sourcesOf("report")).toEqual(["accounts", "visits"]);
  expect(sourcesOf("report", "daily")).toEqual(["accounts", "orders", "visits"]);
  expect(sourcesOf("daily")).toEqual(["orders"]);
});
