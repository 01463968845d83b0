import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { command, expect, openReady, test } from "./site.ts";

const PRODUCTS = "model.strata.stg_crm_products";

test("an edit shows the rows that it takes from the tables below it, and is taken back or accepted", async ({
  page,
  site,
}) => {
  test.setTimeout(90_000);
  await openReady(page, site, `#/ripple/${PRODUCTS}`);
  await command(page, "run --select stg_crm_products dim_products");
  const before = await products(page);
  await page.getByRole("button", { name: "Turn live mode on" }).click();
  await expect(page.getByText("Nothing was edited since the last build.")).toBeVisible();

  await typeAtEnd(page, "\nwhere price < 100");
  const below = page.getByRole("button", { name: /^dim_products, .*removed [\d,]+ rows?/ });
  await expect(below).toBeVisible({ timeout: 30_000 });
  await below.click();
  await expect(page).toHaveURL(/node=model\.strata\.dim_products/);
  const grid = page.getByRole("grid", { name: /removed rows?$/ });
  await expect(grid.getByRole("columnheader", { name: /price_tier/ })).toBeVisible();
  await expect(grid.getByRole("row").nth(1)).toBeVisible();
  // The table of the last build stays as it is until the edit is accepted.
  expect(await products(page)).toBe(before);
  await expect(page.getByText(/reached, \d+ rebuilt in/)).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);

  // A text that does not build says why, and the last numbers stay.
  await typeAtEnd(page, " and pricee > 1");
  await expect(page.getByText(/pricee/).last()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("button", { name: /^dim_products, / })).toContainText("waits for an error");

  await page.getByRole("button", { name: "Revert" }).click();
  await expect(source(page)).not.toContainText("where price < 100");
  await expect(page.getByText("Nothing was edited since the last build.")).toBeVisible({ timeout: 30_000 });

  await typeAtEnd(page, "\nwhere price < 100");
  await expect(page.getByText(/reached, \d+ rebuilt in/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Accept" }).click();
  await expect(page.getByText("Nothing was edited since the last build.")).toBeVisible({ timeout: 60_000 });
  expect(await products(page)).toBeLessThan(before);
});

function source(page: Page) {
  return page.getByRole("textbox", { name: /^Source of/ });
}

async function typeAtEnd(page: Page, text: string): Promise<void> {
  await source(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(text);
}

function products(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const rows = await window.strata.query("select count(*) as n from {{ ref('dim_products') }}");
    return Number(Object.values(rows[0] ?? {})[0]);
  });
}
