/** A dashboard as the page asks for it: each tile says what it lacks at once, whoever changed the database, without reading its catalog anew. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { readBuiltins } from "../../src/cli/project-files.ts";
import type { Outcome } from "../../src/engine/core/errors.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import { dashboardsApi } from "../../src/worker/dashboards/dashboards-api.ts";
import type { DashboardsApi, DashboardTile } from "../../src/worker/dashboards/protocol.ts";
import { Workbench, type StoppableWarehouse } from "../../src/worker/workbench.ts";

const never = (): Promise<never> => Promise.reject(new Error("Not asked here."));

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

let workbench: Workbench;
let api: DashboardsApi;
let tiles: readonly DashboardTile[];
let opened: { dead: boolean; close(): Promise<void> }[];
let looks: number;

beforeEach(async () => {
  [opened, looks] = [[], 0];
  workbench = new Workbench({
    bundled: [],
    builtins: await readBuiltins(),
    lentMacros: never,
    openParser: never,
    openWarehouse: async () => {
      const database = await openNodeWarehouse({ threads: 1, settings: { threads: "1" } });
      const query = database.query.bind(database);
      const counting: typeof query = (sql, options) => {
        if (sql.includes("information_schema")) looks += 1;
        return query(sql, options);
      };
      const stoppable = Object.assign(database, { dead: false, query: counting }) as unknown as StoppableWarehouse & {
        dead: boolean;
      };
      opened.push(stoppable);
      return stoppable;
    },
    createLoader: () => ({ ensure: () => Promise.resolve([]) }),
    planData: never,
    wall: () => 0,
    elapsed: () => 0,
  });
  api = dashboardsApi(workbench.bench);
  const project = { files: FILES, data: [] };
  await workbench.open({ workspace: "shop", project, overlay: {}, tier: "tiny", dataUrl: "https://example.test/" });
  tiles = value(await api.dashboard("shop"))?.dashboard?.tiles ?? [];
});
afterEach(async () => {
  for (const database of opened) await database.close();
});

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.value;
}

/** What each tile shows: its number, or the models that it lacks. */
async function shown(): Promise<unknown[]> {
  const answers = await Promise.all(tiles.map((tile) => api.dashboardTile({ tile, filters: [], values: {} })));
  return answers.map((outcome) => {
    const answer = value(outcome);
    return answer.kind === "rows" ? Number(answer.rows.table.data[0]?.[0]) : answer.models;
  });
}

test("a dashboard reads the catalog once for all of its tiles, and not again until something changes", async () => {
  await workbench.command("build");
  await shown();
  looks = 0;
  expect(await shown()).toEqual([5, 2, 2]);
  expect(looks).toBe(0);
  await workbench.query("create table beside as select 1 as n");
  looks = 0;
  expect(await shown()).toEqual([5, 2, 2]);
  expect(looks).toBe(1);
});

test.each<[string, () => Promise<unknown>, unknown[]]>([
  ["SQL of the user", () => workbench.query("drop view open_orders"), [5, ["open_orders"], ["open_orders"]]],
  [
    "a hook",
    () => workbench.command("run --select orders --vars 'sweep: true'"),
    [5, ["open_orders"], ["open_orders"]],
  ],
  [
    "the end of the database",
    async () => (opened[0]!.dead = true),
    [["orders"], ["open_orders"], ["orders", "open_orders"]],
  ],
])("a tile says what it lacks when %s took it away, and stands again when it is built", async (_, change, lacking) => {
  await workbench.command("build");
  expect(await shown()).toEqual([5, 2, 2]);
  await change();
  expect(await shown()).toEqual(lacking);
  await workbench.command("build");
  expect(await shown()).toEqual([5, 2, 2]);
});
