import { readFileSync } from "node:fs";
import { expectAccessible } from "./accessibility.ts";
import { expect, open, openReady, test } from "./site.ts";
import { packWork } from "../../src/archive/shared-work.ts";

const MODEL = "models/saas/staging/app_database/stg_app_database__plans.sql";
const shared = (overlay: Record<string, string | null>, title = "Plans, only two"): string =>
  `#/share/${packWork({ title, project: "strata", bundled: true, at: "/models?q=plans", tier: "tiny", data: {}, overlay })}`;

test("a workspace of one's own: named, with a file beside the bundled data, reset and undone, exported and opened again", async ({
  page,
  site,
}) => {
  await openReady(page, site, "#/workspaces");
  await page.getByLabel("Name", { exact: true }).fill("Friday's class");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText("Friday's class is open.").first()).toBeVisible();
  await page.locator("input[accept='.csv,.parquet']").setInputFiles({
    name: "Export of Monday.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("id,amount\n1,2.5\n2,3.5\n"),
  });
  await expect(page.getByText("source('attached', 'export_of_monday')")).toBeVisible();
  const sum = () =>
    page.evaluate(() =>
      window.strata.query("select sum(amount)::varchar as total from {{ source('attached', 'export_of_monday') }}"),
    );
  expect(await sum()).toEqual([{ total: "6.0" }]);
  await expectAccessible(page);

  await page.getByRole("button", { name: "Rename Friday's class" }).click();
  await page.keyboard.type("Monday's class");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Rename Monday's class" })).toBeFocused();

  await page.evaluate((hash) => (location.hash = hash), shared({ [MODEL]: "select 1 as plan_id\n" }));
  await page.getByRole("button", { name: "Apply to this workspace" }).click();
  await expect(page).toHaveURL(/#\/models\?q=plans/);
  await page.evaluate(() => (location.hash = "#/workspaces"));
  await expect(page.getByText("2 edited files")).toBeVisible();
  await page.getByRole("button", { name: "Restore all files" }).click();
  await expect(page.getByText("1 edited file")).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expect(page.getByText("2 edited files")).toBeVisible();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export as zip" }).click(),
  ]);
  await page.getByRole("button", { name: "Remove Monday's class" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: /^\s*Strata/ })).toContainText("shown now");
  // Where it is kept for the test it has another name.
  const zip = { name: download.suggestedFilename(), mimeType: "application/zip" };
  await page.locator("input[accept*=zip]").setInputFiles({ ...zip, buffer: readFileSync(await download.path()) });
  await expect(page.getByText(/^Opened strata/).first()).toBeVisible();
  await page.evaluate(() => (location.hash = "#/workspaces"));
  await expect(page.getByText("2 edited files")).toBeVisible();
  expect(await sum()).toEqual([{ total: "6.0" }]);
});

test("a shared link shows its difference first and changes nothing before a click; hostile ones are refused", async ({
  page,
  site,
}) => {
  await open(page, site, shared({ [MODEL]: "select 1 as plan_id -- from a friend\n" }));
  await expect(page.getByRole("heading", { name: "Plans, only two" })).toBeVisible();
  await expect(page.getByText("from a friend").first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Open in a new workspace" }).click();
  await expect(page).toHaveURL(/#\/models\?q=plans/);
  await expect(page.getByRole("link", { name: "Plans, only two" })).toBeVisible();

  for (const [code, hash] of [
    ["S005", shared({ "../../evil.sql": "select 1" })],
    ["S005", shared({ "models/bomb.sql": " ".repeat(3_000_000) })],
    ["S004", shared({}).slice(0, 40)],
    ["S004", "#/share/2.abc"],
  ] as const) {
    await page.evaluate((address) => (location.hash = address), hash);
    await expect(page.getByText("The shared work cannot be opened.")).toBeVisible();
    await expect(page.getByRole("link", { name: code })).toBeVisible();
  }
});

test("two tabs on one workspace: the second says so, takes over with what it knows, and gives it back when it is closed", async ({
  page,
  context,
  site,
}) => {
  await open(page, site, "#/settings");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  const second = await context.newPage();
  await open(second, site, "#/workspaces");
  await expect(second.getByText("Another tab saves this workspace.").first()).toBeVisible();
  await expectAccessible(second);
  await second.getByRole("button", { name: "Save here instead" }).click();
  await expect(page.getByText("Another tab saves this workspace.").first()).toBeVisible();
  await expect(second.getByRole("button", { name: "Save here instead" })).toHaveCount(0);
  await second.close();
  await expect(page.getByRole("button", { name: "Save here instead" })).toHaveCount(0);
});
