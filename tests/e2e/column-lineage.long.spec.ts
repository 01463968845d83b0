import { columnsOf, parserRequests } from "./columns-page.ts";
import { expect, openReady, ready, test } from "./site.ts";

test.use({ serviceWorkers: "allow" });

test("column lineage works without a server once it was used, and scripts may ask for it", async ({ page, site }) => {
  await openReady(page, site);
  const ask = () =>
    page.evaluate(async () => {
      const lineage = await window.strata.columnLineage("entity_customers");
      const trace = await window.strata.columnLineage("entity_customers", "customer_id");
      return {
        precision: lineage.precision,
        names: lineage.columns.map(({ name }) => name),
        begins: trace.upstream.map(({ from }) => `${from.node} ${from.column}`),
      };
    });
  await expect(page.getByText("Available offline")).toBeVisible();
  expect(parserRequests(site)).toBe(0);
  const found = await ask();
  expect(found.names).toContain("customer_id");
  expect(found.begins).toContain("source.strata.app_database.accounts id");
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const kept = (await caches.keys()).find((key) => key.endsWith(":kept")) ?? "";
        return (await (await caches.open(kept)).keys()).some(({ url }) => url.includes("polyglot"));
      }),
    )
    .toBe(true);
  await site.kill();
  await page.reload();
  await ready(page);
  expect(await ask()).toEqual(found);
});

test("a parser that does not arrive is said, and asked for again", async ({ page, site, watch }) => {
  watch.allow(/polyglot/);
  site.fail(/polyglot_sql.*\.wasm$/, "index-page");
  await openReady(page, site, columnsOf("stg_app_database__plans"));
  await page.getByRole("button", { name: "Show where columns come from" }).click();
  await expect(page.getByText(/The SQL parser could not be loaded/)).toBeVisible();
  site.mend();
  await page.getByRole("button", { name: "Ask again" }).click();
  await expect(page.getByRole("columnheader", { name: "Comes from" })).toBeVisible();
});

test("an edit changes where a column comes from, and what cannot be followed says why", async ({ page, site }) => {
  await openReady(page, site, columnsOf("stg_app_database__plans"));
  await page.getByRole("button", { name: "Show where columns come from" }).click();
  await expect(page.getByRole("columnheader", { name: "Comes from" })).toBeVisible();
  await page.getByRole("tab", { name: "Code" }).click();
  await page.getByRole("textbox", { name: /^Source of/ }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("select 42 as the_answer");
  await page.getByRole("tab", { name: "Columns" }).click();
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "the_answer" }) });
  await expect(row).toContainText("a constant");

  await page.getByRole("tab", { name: "Code" }).click();
  await page.getByRole("textbox", { name: /^Source of/ }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("select nothing as such from a table that is not there )");
  await page.getByRole("tab", { name: "Columns" }).click();
  await expect(page.getByText(/^(Unknown|Approximate):/)).toBeVisible();
});
