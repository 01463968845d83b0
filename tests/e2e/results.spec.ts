import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { expect, openReady, test } from "./site.ts";

const MILLION =
  "select i as sale_id, (i * 37 % 1000)::decimal(10,2) as amount, case i % 3 when 0 then 'SMB' when 1 then 'Mid' end as segment from range(1000000) t(i)";

async function write(page: Page, sql: string): Promise<void> {
  await page.getByRole("textbox", { name: /^SQL of/ }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(sql);
  await page.keyboard.press("Control+Enter");
}

test("a million rows are scrolled, sorted, filtered, profiled and taken away", async ({ page, site }) => {
  await openReady(page, site, "#/scratch");
  await write(page, MILLION);
  const results = page.getByRole("tabpanel", { name: "Results" });
  await expect(results.getByText(/^first 500 of more rows/)).toBeVisible();
  await page.getByRole("button", { name: "All rows" }).click();
  await expect(results.getByText(/^all 1,000,000 rows/)).toBeVisible();
  const grid = page.getByRole("grid");
  await grid.focus();
  await page.keyboard.press("Control+ArrowDown");
  await expect(grid.getByRole("rowheader", { name: "1000000", exact: true })).toBeVisible();
  await expect(grid.getByRole("gridcell", { name: "999999", exact: true })).toBeVisible();

  await page.getByRole("columnheader", { name: /amount/ }).click({ position: { x: 20, y: 14 } });
  await page.getByRole("columnheader", { name: /sale_id/ }).click({ position: { x: 20, y: 14 }, modifiers: ["Shift"] });
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByLabel("Filter segment").fill("null");
  await expect(results.getByText(/^333,333 of 1,000,000 rows, .*sorted by amount, then sale_id$/)).toBeVisible();
  await expect(
    grid.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "1", exact: true }) }),
  ).toContainText("2000");

  await page.getByRole("button", { name: "Actions for segment" }).click();
  await page.getByRole("button", { name: "Profile of all rows" }).click();
  const profile = page.getByRole("complementary", { name: "Profile of segment" });
  await expect(profile.getByText("333,333 (33.3 %)")).toBeVisible();
  await expectAccessible(page);

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("button", { name: /^Parquet/ }).click();
  expect((await download).suggestedFilename()).toBe("query_1.parquet");
});

test("two results are compared, a plan is measured, and a query comes back and becomes a model", async ({
  page,
  site,
}) => {
  await openReady(page, site, "#/scratch");
  await write(page, "select i as id, i * 2 as twice from range(5) t(i)");
  const results = page.getByRole("tabpanel", { name: "Results" });
  await expect(results.getByText(/^5 rows/)).toBeVisible();
  await page.getByRole("button", { name: "Pin to compare" }).click();
  await write(page, "select i as id, case when i = 2 then 0 else i * 2 end as twice from range(1, 6) t(i)");
  await expect(results.getByText("1 row changed, 1 added, 1 removed.")).toBeVisible();
  // The blinking cursor of an editor that has the focus is an animation without an end.
  await page.getByRole("grid").first().focus();
  await expectAccessible(page);

  await page.getByRole("tab", { name: "Explain" }).click();
  await page.getByRole("button", { name: "Run and measure" }).click();
  await expect(page.getByRole("row", { name: /PROJECTION/ }).first()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("tab", { name: /^History/ }).click();
  await page.getByLabel("Search the history").fill("range(5)");
  await page.getByRole("button", { name: /from range\(5\)/ }).click();
  await expect(page.getByRole("textbox", { name: "SQL of Query 2" })).toContainText("i * 2 as twice");
  await page.getByRole("button", { name: "Save as model" }).click();
  await page.getByLabel("Name of the model").fill("doubled");
  await page.getByRole("button", { name: "Create the model" }).click();
  await page.getByRole("button", { name: "Open it" }).click();
  await expect(page).toHaveURL(/#\/model\/model\.strata\.doubled/);
  await expect(page.getByRole("heading", { name: "doubled" })).toBeVisible();
});
