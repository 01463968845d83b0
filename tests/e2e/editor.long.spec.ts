import { expectAccessible } from "./accessibility.ts";
import { expect, openReady, test } from "./site.ts";

const plans = "#/model/model.strata.stg_app_database__plans";

test("files are made, renamed with all that refers to them, deleted, and brought back from the history", async ({
  page,
  site,
}) => {
  await openReady(page, site, plans);
  await page.getByRole("tab", { name: "Files" }).click();
  const tree = page.getByRole("tree", { name: "Files of the project" });
  await expect(tree.getByRole("treeitem", { name: "stg_app_database__plans.sql" })).toBeVisible();

  // With the keyboard alone: choose, rename, look at every line, agree.
  await tree.getByRole("treeitem", { name: "stg_app_database__plans.sql" }).focus();
  await page.keyboard.press("F2");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "New name" }).fill("stg_app_database__tariffs");
  await expect(dialog.getByText("select * from {{ ref('stg_app_database__tariffs') }}").first()).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: /^Rename in \d+ files/ }).click();
  await expect(page.getByRole("heading", { name: "stg_app_database__tariffs" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(tree.getByRole("treeitem", { name: "stg_app_database__plans.sql" })).toBeVisible();

  // A new macro has a page of its own, and a history once it is changed.
  await page.getByRole("button", { name: "New file" }).click();
  await dialog.getByLabel("What it is").selectOption("macro");
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("as_percent");
  await dialog.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByRole("heading", { name: "as_percent.sql" })).toBeVisible();
  await page.getByRole("textbox", { name: /^Text of/ }).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText("-- a line more");
  await page.getByRole("tab", { name: /^History/ }).click();
  await page.getByRole("button", { name: /made/ }).click();
  await page.getByRole("button", { name: "Restore this point" }).click();
  await page.getByRole("tab", { name: "Text" }).click();
  await expect(page.getByRole("textbox", { name: /^Text of/ })).not.toContainText("a line more");

  // What was done stands in the list of all changes, also after a reload.
  await page.reload();
  await page.goto(`${page.url().split("#")[0]}#/changes`);
  await expect(page.getByRole("button", { name: /renamed.*tariffs/ })).toBeVisible();
  await expectAccessible(page);
});
