import { expect, openReady, test } from "./site.ts";

test("a command in the command bar builds what it selects and nothing else", async ({ page, site }) => {
  await openReady(page, site);
  const bar = page.getByRole("combobox", { name: "A dbt command" });
  await bar.fill("build --select stg_stripe__invoices");
  await bar.press("Enter");
  const log = page.getByRole("log");
  await expect(log).toContainText(/1 of \d+ OK created sql view model main\.stg_stripe__invoices/);
  await expect(log).not.toContainText("entity_customers");
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
