import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import { expectAccessible } from "./accessibility.ts";
import { BAKERY } from "./bakery.ts";
import { openZip, zipOfTexts } from "./opened-project.ts";
import { command, expect, openReady, test } from "./site.ts";

test("the catalogue is searched by keyboard, narrowed, and shared by its address", async ({ page, site }) => {
  await openReady(page, site, "#/docs");
  const search = page.getByRole("combobox", { name: "Search the catalogue" });
  await expect(search).toBeFocused();
  await search.pressSequentially("entity_customers");
  const hits = page.getByRole("listbox", { name: "Found" });
  await expect(hits.getByRole("option").first()).toContainText("entity_customers");
  await expect(hits.getByRole("option").first()).toContainText("exact name");
  await expect(page.getByRole("region", { name: "Preview" })).toContainText("One row per customer.");
  await page.getByRole("checkbox", { name: /^Columns/ }).check();
  await expect(page).toHaveURL(/q=entity_customers.*kind=column/);
  await page.getByRole("checkbox", { name: /^Columns/ }).uncheck();
  await expectAccessible(page);

  await search.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#\/docs\/model\.strata\.entity_customers/);
  await expect(page.getByRole("heading", { name: "entity_customers", exact: true })).toBeVisible();
  await expect(page.getByRole("row", { name: /^customer_id .*unique/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Back to the results" }).click();
  await expect(search).toHaveValue("entity_customers");
});

test("sources tell their freshness, and the catalogue is taken along as one file and as artifacts", async ({
  page,
  site,
}) => {
  await openReady(page, site);
  expect(await openZip(page, zipOfTexts(BAKERY))).toBe("bakery");
  await command(page, "dbt build --select stg_sales");
  await page.evaluate(() => (location.hash = "#/docs/source-freshness"));
  await page.getByRole("button", { name: "Check all sources" }).click();
  await expect(page.getByRole("row", { name: /^till\.sales too old/ })).toContainText("2026-01-03");

  await page.evaluate(() => (location.hash = "#/docs"));
  await page.getByRole("button", { name: "Export" }).click();
  const take = async (name: string) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
    return download.path();
  };
  const artifacts = unzipSync(await readFile(await take("dbt artifacts")));
  expect(Object.keys(artifacts).sort()).toEqual(["catalog.json", "manifest.json", "run_results.json", "sources.json"]);

  // The file works without the workbench: nothing but itself is asked for.
  const html = await readFile(await take("One HTML file"), "utf8");
  const alone = await page.context().newPage();
  await alone.setContent(html);
  await alone.getByRole("searchbox", { name: "Search" }).fill("sale_id");
  await alone.getByRole("link", { name: /^stg_sales\.sale_id/ }).click();
  await expect(alone.getByRole("heading", { name: "stg_sales" })).toBeVisible();
  await expect(alone.getByRole("row", { name: /^sale_id BIGINT/ })).toBeVisible();
  await alone.getByRole("link", { name: "till.sales" }).first().click();
  await expect(alone.getByRole("heading", { name: "till.sales" })).toBeVisible();
});
