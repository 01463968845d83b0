import { expectAccessible } from "./accessibility.ts";
import { BAKERY, HEAVY } from "./bakery.ts";
import { openZip, zipOfTexts } from "./opened-project.ts";
import { expect, openReady, test } from "./site.ts";

test("a run leaves its timeline, the rows that broke a test, its comparison and its log", async ({ page, site }) => {
  await openReady(page, site, "#/runs");
  await expect(page.getByText("Nothing was run yet.")).toBeVisible();
  expect(await openZip(page, zipOfTexts(BAKERY))).toBe("bakery");
  await page.evaluate(async () => {
    location.hash = "#/runs";
    await window.strata.command("build --exclude entity_breads+");
    await window.strata.command("build");
  });

  // The newest run is open, and the first failure of it, with its rows.
  const timeline = page.getByRole("tree", { name: "Timeline of dbt build" });
  await expect(timeline.getByRole("treeitem", { name: /^entity_breads, built.*1 of 1 test failed/ })).toBeVisible();
  await expect(timeline.getByRole("treeitem", { name: /^bread_report, skipped/ })).toBeVisible();
  await expect(page.getByText("1 row breaks the rule")).toBeVisible();
  await expect(page.getByRole("gridcell", { name: "NULL", exact: true })).toBeVisible();
  await expectAccessible(page);

  // By keyboard: along the rows, and a node's tests unfold.
  await timeline.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(/node=test\.bakery\.not_null_stg_sales_bread/);
  await expect(page.getByText("1 row breaks the rule, 1 in the run of")).toBeVisible();

  await page.getByRole("radio", { name: "Nodes" }).click();
  await page.getByRole("radio", { name: "Changed" }).click();
  await expect(page.getByRole("row", { name: /^entity_breads built not in it/ })).toBeVisible();
  await page.getByRole("radio", { name: "Log" }).click();
  await expect(page.getByRole("log", { name: "Log of the run" })).toContainText("Done. PASS=");
  await page.getByRole("button", { name: /^Errors/ }).click();
  await expect(page.getByRole("log", { name: "Log of the run" })).not.toContainText("PASS not_null");

  // The history survives a reload; what is deleted can be brought back.
  await page.reload();
  const runs = page.getByRole("complementary", { name: "Runs, newest first" });
  await expect(runs.getByRole("link")).toHaveCount(2);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(runs.getByRole("link")).toHaveCount(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(runs.getByRole("link")).toHaveCount(2);
});

test("the command bar completes, finds old commands, and a heavy statement is stopped at once", async ({
  page,
  site,
}) => {
  await openReady(page, site);
  expect(await openZip(page, zipOfTexts(BAKERY))).toBe("bakery");
  const bar = page.getByRole("combobox", { name: "A dbt command" });
  await bar.fill("ls --select config.mat");
  await page.keyboard.press("Tab");
  await bar.pressSequentially("ta");
  await page.keyboard.press("Tab");
  await expect(bar).toHaveValue("ls --select config.materialized:table ");
  await page.keyboard.press("Enter");
  const log = page.getByRole("log", { name: "Log" });
  await expect(log).toContainText("bakery.entities.entity_breads");

  await bar.focus();
  await page.keyboard.press("Control+r");
  const search = page.getByRole("combobox", { name: "Search the history" });
  await search.pressSequentially("table ls");
  await page.keyboard.press("Enter");
  await expect(bar).toHaveValue("ls --select config.materialized:table");

  await bar.fill(`show --inline "${HEAVY}"`);
  await page.keyboard.press("Enter");
  const cancel = page.getByRole("region", { name: "Commands and problems" }).getByRole("button", { name: "Cancel" });
  await cancel.click();
  await expect(page.getByRole("button", { name: "Run", exact: true })).toBeVisible();
  expect(await page.evaluate(() => window.strata.query("select 42 as answer"))).toEqual([{ answer: 42 }]);
});
