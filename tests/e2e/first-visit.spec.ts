import { command, expect, open, openReady, ready, test } from "./site.ts";
import { transferredBytes } from "./transfer.ts";

test("shell and lineage are on the screen before DuckDB is there", async ({ page, site }) => {
  const module = site.hold(/\.wasm$/);
  await open(page, site);
  await expect(page.getByRole("button", { name: /^Build/ }).first()).toBeVisible();
  await expect(page.getByText("customer_health_kpis").first()).toBeVisible();
  await expect(page.getByText(/DuckDB.*MB|DuckDB engine/).first()).toBeVisible();
  module.release();
  await ready(page);
});

test("shell and lineage take less than 400 kB", async ({ page, site }) => {
  site.hold(/\.wasm$/);
  await open(page, site);
  await expect(page.getByText("customer_health_kpis").first()).toBeVisible();
  const paths = served(site.requests).filter((path) => !path.endsWith(".wasm"));
  const bytes = transferredBytes(paths);
  console.log(`shell and lineage: ${Math.round(bytes / 1000)} kB in ${paths.length} files`);
  expect(bytes).toBeLessThan(400_000);
});

test("the first result of entity_customers takes less than 9 MB", async ({ page, site }) => {
  await openReady(page, site);
  await command(page, "dbt build --select +entity_customers");
  const rows = await page.evaluate(() => window.strata.query("select * from {{ ref('entity_customers') }}"));
  expect(rows.length).toBeGreaterThan(0);
  const bytes = transferredBytes(served(site.requests));
  console.log(`first result of entity_customers: ${(bytes / 1e6).toFixed(2)} MB`);
  expect(bytes).toBeLessThan(9_000_000);
});

function served(requests: readonly { readonly path: string; readonly status: number }[]): string[] {
  return requests.filter(({ status }) => status === 200).map(({ path }) => path);
}
