import type { Page } from "@playwright/test";
import { expect, openReady, test } from "./site.ts";

const plans = "#/model/model.strata.stg_app_database__plans";

test("the editor knows the project: columns with types, what a name is, where it is defined, and the way back", async ({
  page,
  site,
}) => {
  await openReady(page, site, plans);
  await source(page).click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.insertText("with x as (select * from {{ ref('seed_status_mapping') }}) select x. from x;\n");
  await page.keyboard.press("Control+Home");
  for (
    let letter = 0;
    letter < "with x as (select * from {{ ref('seed_status_mapping') }}) select x.".length;
    letter += 1
  )
    await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Control+Space");
  await expect(page.getByRole("listbox").getByRole("option").first()).toBeVisible();
  await page.keyboard.press("Escape");

  // The card of a name by keyboard, and the way to its definition.
  await page.keyboard.press("Home");
  for (let letter = 0; letter < "with x as (select * from {{ ref('se".length; letter += 1)
    await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Control+i");
  await expect(page.getByRole("status").filter({ hasText: "seed_status_mapping" })).toBeVisible();
  await page.keyboard.press("F12");
  await expect(page.getByRole("heading", { name: "seed_status_mapping" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "stg_app_database__plans" })).toBeVisible();
  await expect(source(page)).toContainText("with x as");
  await page.getByRole("button", { name: "Restore" }).first().click();

  // Formatting keeps Jinja, and is one step of undo.
  await source(page).click();
  await page.keyboard.press("Shift+Alt+f");
  await expect(source(page)).toContainText("{{ source('app_database', 'plans') }}");
  await expect(page.getByText("Changed here")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(page.getByText("As it came")).toBeVisible();
});

test("the database tab lists what was built, with columns and types", async ({ page, site }) => {
  await openReady(page, site, plans);
  await page.evaluate(() => window.strata.command("build --select seed_status_mapping").then(() => undefined));
  await page.getByRole("tab", { name: "Database" }).click();
  await page.getByRole("button", { name: "Columns of seed_status_mapping" }).click();
  await expect(page.getByText("varchar").first()).toBeVisible();
  await page.getByRole("link", { name: /seed_status_mapping/ }).click();
  await expect(page.getByRole("gridcell").first()).toBeVisible();
});

function source(page: Page) {
  return page.getByRole("textbox", { name: /^Source of/ });
}
