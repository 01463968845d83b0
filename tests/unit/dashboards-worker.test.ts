/** A dashboard as the page asks for it: each tile says what it lacks at once, whoever changed the database, without reading its catalog anew. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { dashboardsApi } from "../../src/worker/dashboards/dashboards-api.ts";
import type { DashboardsApi, DashboardTile } from "../../src/worker/dashboards/protocol.ts";
import { openSmall, value, type SmallWorkbench } from "../support/small-workbench.ts";

const FILES = [
  {
    path: "dbt_project.yml",
    text: "name: shop\nversion: '1.0'\nprofile: shop\non-run-end: \"{% if var('sweep', false) %}drop view open_orders{% endif %}\"\n",
  },
  { path: "models/orders.sql", text: "{{ config(materialized='table') }} select range as id from range(5)" },
  { path: "models/open_orders.sql", text: "select * from {{ ref('orders') }} where id > 2" },
  {
    path: "models/exposures.yml",
    text: "version: 2\nexposures:\n  - {name: shop, type: dashboard, owner: {name: a}, depends_on: [ref('open_orders')]}\n",
  },
  {
    path: "dashboards/shop.yml",
    text: `title: Shop
tiles:
  - {title: Orders, mark: number, sql: "select count(*) as value from {{ ref('orders') }}"}
  - {title: Open, mark: number, sql: "select count(*) as value from {{ ref('open_orders') }}"}
  - {title: Shares, mark: number, sql: "select count(*) as value from {{ ref('orders') }} join {{ ref('open_orders') }} using (id)"}
`,
  },
];

let small: SmallWorkbench;
let api: DashboardsApi;
let tiles: readonly DashboardTile[];
let looks: number;

beforeEach(async () => {
  looks = 0;
  small = await openSmall(FILES, (sql) => {
    if (sql.includes("information_schema")) looks += 1;
  });
  api = dashboardsApi(small.workbench.bench);
  tiles = value(await api.dashboard("shop"))?.dashboard?.tiles ?? [];
});
afterEach(() => small.close());

/** What each tile shows: its number, or the models that it lacks. */
async function shown(): Promise<unknown[]> {
  const answers = await Promise.all(tiles.map((tile) => api.dashboardTile({ tile, filters: [], values: {} })));
  return answers.map((outcome) => {
    const answer = value(outcome);
    return answer.kind === "rows" ? Number(answer.rows.table.data[0]?.[0]) : answer.models;
  });
}

test("a dashboard reads the catalog once for all of its tiles, and not again until something changes", async () => {
  await small.workbench.command("build");
  await shown();
  looks = 0;
  expect(await shown()).toEqual([5, 2, 2]);
  expect(looks).toBe(0);
  await small.workbench.query("create table beside as select 1 as n");
  looks = 0;
  expect(await shown()).toEqual([5, 2, 2]);
  expect(looks).toBe(1);
});

test.each<[string, () => Promise<unknown>, unknown[]]>([
  ["SQL of the user", () => small.workbench.query("drop view open_orders"), [5, ["open_orders"], ["open_orders"]]],
  [
    "a hook",
    () => small.workbench.command("run --select orders --vars 'sweep: true'"),
    [5, ["open_orders"], ["open_orders"]],
  ],
  [
    "the end of the database",
    async () => (small.opened[0]!.dead = true),
    [["orders"], ["open_orders"], ["orders", "open_orders"]],
  ],
])("a tile says what it lacks when %s took it away, and stands again when it is built", async (_, change, lacking) => {
  await small.workbench.command("build");
  expect(await shown()).toEqual([5, 2, 2]);
  await change();
  expect(await shown()).toEqual(lacking);
  await small.workbench.command("build");
  expect(await shown()).toEqual([5, 2, 2]);
});
