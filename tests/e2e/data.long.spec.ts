import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { expect, open, openReady, test } from "./site.ts";

const firstCustomers = "select id, name from {{ source('app_database', 'accounts') }} order by id limit 5";

function query(page: Page, sql: string): Promise<Record<string, unknown>[]> {
  return page.evaluate((text) => window.strata.query(text), sql);
}

test("making a large company is cancelled at once, and what was there before can be had again", async ({
  page,
  site,
}) => {
  await openReady(page, site, "#/data");
  await page.getByRole("radio", { name: /Full/ }).check();
  await page.getByRole("button", { name: "Use these data" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: "Load all now" })).toBeVisible();
  await page.getByRole("radio", { name: /Tiny/ }).check();
  await page.getByRole("button", { name: "Use these data" }).click();
  await expect(page.getByRole("button", { name: "Load all now" })).toHaveCount(0);
  expect(await query(page, firstCustomers)).toHaveLength(5);
});

test("the page is accessible in both themes", async ({ page, site }) => {
  await openReady(page, site, "#/data");
  await expect(page.getByText(/rows in all/)).toBeVisible();
  await expectAccessible(page);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("it fits and is accessible", async ({ page, site }) => {
    await open(page, site, "#/data");
    await expect(page.getByText(/rows in all/)).toBeVisible();
    const cut = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(cut, "pixels cut off at the right").toBeLessThanOrEqual(0);
    await expectAccessible(page);
  });
});
