/** Live mode as the page asks for it: edits follow each other, what is built for real becomes the baseline, and can be taken back. */
import { afterEach, expect, test } from "vitest";
import { readBuiltins } from "../../src/cli/project-files.ts";
import type { Outcome } from "../../src/engine/core/errors.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import type { Warehouse } from "../../src/engine/warehouse/port.ts";
import type { RippleView } from "../../src/worker/protocol.ts";
import { rippleApi } from "../../src/worker/ripple/ripple-api.ts";
import { Workbench, type StoppableWarehouse } from "../../src/worker/workbench.ts";

const never = (): Promise<never> => Promise.reject(new Error("Not asked here."));
const FILES = [
  {
    path: "dbt_project.yml",
    text: "name: shop\nversion: '1.0'\nprofile: shop\nmodels:\n  shop:\n    +materialized: table\n",
  },
  { path: "models/orders.sql", text: "select * from (values (1, 5), (2, 7), (3, 9)) as t(order_id, amount)" },
  { path: "models/big_orders.sql", text: "select * from {{ ref('orders') }} where amount > 6" },
  { path: "models/totals.sql", text: "select sum(amount) as total from {{ ref('big_orders') }}" },
];
const BIG = "models/big_orders.sql";
const bigger = (limit: number) => ({ [BIG]: `select * from {{ ref('orders') }} where amount > ${limit}` });

let warehouse: Warehouse | null = null;
afterEach(async () => {
  await warehouse?.close();
  warehouse = null;
});

async function open() {
  const database = await openNodeWarehouse({ threads: 1, settings: { threads: "1" } });
  warehouse = database;
  const workbench = new Workbench({
    bundled: [],
    builtins: await readBuiltins(),
    lentMacros: never,
    openParser: never,
    openWarehouse: async () => Object.assign(database, { dead: false }) as unknown as StoppableWarehouse,
    createLoader: () => ({ ensure: () => Promise.resolve([]) }),
    planData: never,
    wall: () => 0,
    elapsed: () => 0,
  });
  const ripple = rippleApi(workbench.bench);
  const project = { files: FILES, data: [] };
  await workbench.open({ workspace: "shop", project, overlay: {}, tier: "tiny", dataUrl: "https://example.test/" });
  await ripple.rippleWatch();
  return { workbench, ripple };
}

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.value;
}
const states = (view: RippleView) => Object.fromEntries(view.nodes.map(({ name, state }) => [name, state]));

test("An edit is compared with the last build, and news of it come while it runs.", async () => {
  const { workbench, ripple } = await open();
  await workbench.command("build");
  await workbench.edit(bigger(8));
  const [news, view] = await Promise.all([ripple.rippleNews(1), ripple.ripple({ budgetMs: 5000 })]);
  expect(value(news).running).toBe(true);
  expect(states(value(view))).toEqual({ big_orders: "changed", totals: "changed" });
  const rows = value(
    await ripple.rippleRows("model.shop.big_orders", "removed", { limit: 5, before: "before", now: "now" }),
  );
  expect(rows.data).toEqual([[2], [7]]);
  expect(value(await ripple.rippleFiles()).map(({ path }) => path)).toEqual([BIG]);
});

test("What is built by a command is the baseline from then on.", async () => {
  const { workbench, ripple } = await open();
  await workbench.command("build");
  await workbench.edit(bigger(8));
  await ripple.ripple({ budgetMs: 5000 });
  await workbench.command("build");
  expect(states(value(await ripple.ripple({ budgetMs: 5000 })))).toEqual({});
  await workbench.edit({});
  expect(states(value(await ripple.ripple({ budgetMs: 5000 })))).toEqual({ big_orders: "changed", totals: "changed" });
});

test("A newer edit ends the ripple before, and the answer is about the newer one.", async () => {
  const { workbench, ripple } = await open();
  await workbench.command("build");
  await workbench.edit(bigger(8));
  const first = ripple.ripple({ budgetMs: 5000 });
  await workbench.edit(bigger(20));
  const second = value(await ripple.ripple({ budgetMs: 5000 }));
  await first;
  expect(second.nodes.find(({ name }) => name === "big_orders")?.diff).toMatchObject({ removed: 2 });
});

test("A file that cannot be read is told, and the last numbers stay.", async () => {
  const { workbench, ripple } = await open();
  await workbench.command("build");
  await workbench.edit(bigger(8));
  await ripple.ripple({ budgetMs: 5000 });
  await workbench.edit({ [BIG]: "{% if %}select 1" });
  const broken = value(await ripple.ripple({ budgetMs: 5000 }));
  expect(broken.problems.length + broken.nodes.filter(({ state }) => state === "failed").length).toBeGreaterThan(0);
  expect(broken.nodes.find(({ name }) => name === "totals")).toMatchObject({ older: true, diff: { changed: 0 } });
});

test("Before anything is built there is nothing to compare with.", async () => {
  const { workbench, ripple } = await open();
  await workbench.edit(bigger(8));
  expect(states(value(await ripple.ripple({ budgetMs: 5000 })))).toEqual({ big_orders: "unbuilt", totals: "stopped" });
});

test("Accepting takes away what was built on trial.", async () => {
  const { workbench, ripple } = await open();
  await workbench.command("build");
  await workbench.edit(bigger(8));
  await ripple.ripple({ budgetMs: 5000 });
  await workbench.command("build --select big_orders totals");
  expect(value(await ripple.rippleAccept()).nodes).toEqual([]);
  const left = await warehouse?.query("select count(*) from duckdb_schemas() where schema_name like '%__live'");
  expect(Number(left?.data[0]?.[0])).toBe(0);
  expect(value(await ripple.rippleFiles())).toEqual([]);
});
