import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { expect, openReady, ready, test } from "./site.ts";

const kpis = "#/model/model.strata.executive_customer_health_kpis";
const plans = "#/model/model.strata.stg_app_database__plans";

test("a model shows its source, the SQL it compiles to, its rows and a chart", async ({ page, site }) => {
  await openReady(page, site, kpis);
  await expect(page.getByRole("heading", { name: "executive_customer_health_kpis" })).toBeVisible();
  await expect(source(page)).toContainText("ref('entity_customers')");
  await expect(compiled(page)).toContainText('"strata"."main"."entity_customers"');

  await page
    .getByRole("button", { name: /^Preview/ })
    .first()
    .click();
  const grid = page.getByRole("grid");
  // Everything that the model reads is built first.
  await expect(grid.getByRole("columnheader", { name: /customer_tier/ })).toBeVisible({ timeout: 60_000 });
  await expect(grid.getByRole("row").nth(1)).toBeVisible();

  await page.getByRole("tab", { name: "Chart" }).click();
  await expect(page.getByRole("img", { name: /health/i }).first()).toBeVisible();
  await expectAccessible(page);
});

test("an edit runs with Ctrl+Enter, is kept over a reload, and is taken back by Restore", async ({ page, site }) => {
  await openReady(page, site, plans);
  await type(page, "select 42 as the_answer");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("columnheader", { name: /the_answer/ })).toBeVisible();
  await expect(page.getByRole("gridcell", { name: "42" })).toBeVisible();
  await expect(compiled(page)).toContainText("the_answer");

  await page.reload();
  await ready(page);
  await expect(source(page)).toContainText("select 42 as the_answer");

  await page.getByRole("button", { name: "Restore" }).first().click();
  await expect(source(page)).not.toContainText("the_answer");
  await expect(source(page)).toContainText("source('app_database', 'plans')");
});

test("a mistake is marked at its place in the source, with a hint", async ({ page, site }) => {
  await openReady(page, site, plans);
  await type(page, "select *\nfrom {{ ref('stg_app_database__plan') }}");
  await expect(page.getByText(/stg_app_database__plan".*does not exist/).first()).toBeVisible();
  await expect(page.getByText(/Did you mean/).first()).toBeVisible();
  await expect(source(page).locator(".cm-lintRange-error")).toContainText("stg_app_database__plan");

  await type(page, "select plan_idd\nfrom {{ source('app_database', 'plans') }}");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText(/plan_idd/).nth(1)).toBeVisible();
  await expect(source(page).locator(".cm-lintRange-error")).toContainText("plan_idd");

  await page.getByRole("button", { name: "Restore" }).first().click();
  await expect(source(page).locator(".cm-lintRange-error")).toHaveCount(0);
  await page
    .getByRole("button", { name: /^Preview/ })
    .first()
    .click();
  await expect(page.getByRole("columnheader", { name: /plan_id/ })).toBeVisible();
});

test("without results the page says what brings them", async ({ page, site }) => {
  await openReady(page, site, plans);
  await expect(page.getByText("No results yet.")).toBeVisible();
});

function source(page: Page) {
  return page.getByRole("textbox", { name: /^Source of/ });
}

function compiled(page: Page) {
  return page.getByRole("textbox", { name: /^Compiled SQL of/ });
}

/** Replaces the whole text of the source, as a person would. */
async function type(page: Page, text: string): Promise<void> {
  await source(page).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}
