import { expectAccessible } from "./accessibility.ts";
import { expect, openReady, test } from "./site.ts";

test("a dashboard offers to build what it needs, is filtered by its address, and opens a mark down to its rows", async ({
  page,
  site,
}) => {
  await openReady(page, site, "#/dashboards");
  await page.getByRole("link", { name: /Customer support dashboard/ }).click();
  await expect(page.getByText("not built yet.").first()).toBeVisible();
  await page.evaluate(() =>
    window.strata.command("build --select +fact_tickets +dim_accounts --resource-type model seed"),
  );
  const priorities = page.getByRole("article", { name: "Promises" });
  await expect(priorities.getByRole("img", { name: /^Promises: urgent/ })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("combobox", { name: "Priority" }).selectOption("high");
  await expect(page).toHaveURL(/f\.priority=high/);
  await expect(priorities.getByRole("img", { name: /^Promises: high, / })).toBeVisible();

  await priorities.getByRole("button", { name: "As a table: Promises" }).click();
  await priorities.getByRole("button", { name: "Rows of high" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Rows behind “Promises”" });
  await expect(dialog.getByText(/ticket number/)).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(priorities.getByRole("button", { name: "Rows of high" }).first()).toBeFocused();
});

test("somebody writes a dashboard of their own and sees it live", async ({ page, site }) => {
  await openReady(page, site, "#/dashboards");
  await page.getByRole("button", { name: "New dashboard" }).click();
  await page.getByRole("textbox", { name: "Name of its file" }).fill("mine");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page).toHaveURL(/#\/dashboard\/mine\?edit=yaml/);
  await expect(page.getByRole("heading", { name: "Everything" })).toBeVisible();

  const editor = page.getByRole("textbox", { name: "YAML of dashboards/mine.yml" });
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(
    'title: Mine\ntiles:\n  - {title: One, mark: number, sql: "select 41 + 1 as value"}\n',
  );
  await expect(page.getByRole("button", { name: "One: 42." })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText('title: Mine\ntiles:\n  - {title: One, mark: pie, sql: "select 1 as a"}\n');
  await expect(page.getByText("“pie”").or(page.getByText('"pie"')).first()).toBeVisible();
});
