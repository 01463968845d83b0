import type { Page } from "@playwright/test";
import { expect, openReady, test } from "./site.ts";

test("the Build button builds what the board's numbers stand on, and the log reads like dbt's", async ({
  page,
  context,
  site,
}) => {
  test.setTimeout(360_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openReady(page, site);
  await page.getByRole("main").getByRole("button", { name: "Build" }).first().click();
  const log = page.getByRole("log");
  await expect(log).toContainText(/Done\. PASS=\d+ WARN=\d+ ERROR=0 SKIP=0/, { timeout: 300_000 });
  const copied = await copiedLog(page);
  expect(copied).toMatch(/Found \d+ models?/);
  expect(copied).toMatch(/OK created sql (view|table|incremental) model main\.entity_customers /);
  expect(copied).toMatch(/PASS unique_entity_customers_customer_id/);
  await page.getByLabel("Selection in dbt's grammar").fill("1+entity_customers");
  await expect(page.getByRole("button", { name: /^entity_customers reads .*(success|passed|built)/i })).toBeVisible();
});

test("a command in the command bar builds what it selects and nothing else", async ({ page, context, site }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openReady(page, site);
  const bar = page.getByRole("combobox", { name: "A dbt command" });
  await bar.fill("build --select stg_stripe__invoices");
  await bar.press("Enter");
  await expect(page.getByRole("log")).toContainText(/Done\. PASS=\d+ WARN=\d+ ERROR=0/, { timeout: 60_000 });
  const copied = await copiedLog(page);
  expect(copied).toMatch(/1 of \d+ OK created sql view model main\.stg_stripe__invoices/);
  expect(copied).not.toContain("entity_customers");
});

test("Cancel stops a run, and the next command runs", async ({ page, site }) => {
  await openReady(page, site);
  const started = Date.now();
  const cancelled = page.evaluate(() =>
    window.strata.command(
      "dbt show --inline 'select count(*) as n from range(100000000000) as r(x) where sqrt(x) < 0'",
    ),
  );
  await page.getByRole("button", { name: "Cancel" }).first().click();
  const { exitCode } = await cancelled;
  expect(exitCode).not.toBe(0);
  expect(Date.now() - started).toBeLessThan(10_000);
  const rows = await page.evaluate(() => window.strata.query("select 41 + 1 as answer"));
  expect(Number(rows[0]?.["answer"])).toBe(42);
});

test("a selection that matches nothing is a warning, and the command ends with 0", async ({ page, site }) => {
  await openReady(page, site);
  const result = await page.evaluate(() => window.strata.command("dbt build --select no_such_model"));
  expect(result.exitCode).toBe(0);
  expect(result.results).toEqual([]);
  expect(result.log.join("\n")).toMatch(/does not match any|matches nothing|Nothing to do/);
});

/** Only the lines on the screen are in the page; copying takes all of them. */
async function copiedLog(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Copy the lines" }).click();
  return page.evaluate(() => navigator.clipboard.readText());
}
