/** What is asked and kept while a dashboard is on the screen. */
import { expect, test } from "vitest";
import { DashboardState } from "../../src/app/dashboards/dashboard-state.svelte.ts";
import type { Session } from "../../src/app/session/session.svelte.ts";
import { succeed } from "../../src/engine/core/errors.ts";
import { readDashboard } from "../../src/engine/dashboards/read-dashboard.ts";

test("a choice that a filter's query or list names twice is offered once", async () => {
  const { dashboard } = readDashboard({
    path: "dashboards/deals.yml",
    text: `title: Deals
filters:
  - {name: account, column: account_name, options: "select account_name from {{ ref('dim_accounts') }}"}
  - {name: size, column: size, options: [small, large, small]}
tiles:
  - {title: Count, mark: number, sql: "select 1 as value"}
`,
  });
  const api = {
    dashboard: () => Promise.resolve(succeed({ dashboard })),
    dashboardTile: () => Promise.resolve(succeed({ kind: "missing", models: [] })),
    dashboardOptions: () => Promise.resolve(succeed(["Acme", "Acme", "Zenith"])),
  };
  const ask = (question: (given: typeof api) => unknown) => question(api);
  const state = new DashboardState({ ask, askRows: ask } as unknown as Session, "deals", {});
  await state.load();
  expect(Object.fromEntries(state.options)).toEqual({ account: ["Acme", "Zenith"], size: ["small", "large"] });
});
