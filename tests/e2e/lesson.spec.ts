import { expectAccessible } from "./accessibility.ts";
import { answer, tablesStand, finish, goToTask, guessRows } from "./lesson-journey.ts";
import { expect, openReady, ready, test } from "./site.ts";

test("a lesson is done to its end, and the progress survives a reload", async ({ page, site }) => {
  test.setTimeout(120_000);
  await openReady(page, site, "#/learn");
  await page
    .getByRole("link", { name: /The three-table pattern/ })
    .first()
    .click();
  await tablesStand(page);
  await guessRows(page);
  await expectAccessible(page);
  await goToTask(page);

  await answer(page, "anti/between.sql");
  await expect(page.getByText(/Rows that differ|What was checked/).first()).toBeVisible();
  await expect(page.getByText("Done. Now you can")).toHaveCount(0);

  for (const hint of ["Hint 1", "Hint 2", "Hint 3"]) {
    await page.getByRole("button", { name: hint }).click();
    await expect(page.getByRole("group").filter({ hasText: hint })).toHaveAttribute("open", "");
  }
  await page.getByRole("button", { name: "Show the solution" }).click();
  await expect(page.getByRole("textbox", { name: /^Solution of/ })).toContainText("versions_on_the_day");
  await page.getByRole("tab", { name: "rebuild_today.sql" }).click();

  await finish(page);
  await expectAccessible(page);

  await page.reload();
  await ready(page);
  await expect(page.getByRole("heading", { name: "Done. Now you can" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: /^Your answer/ })).toContainText("versions_on_the_day");
  await page.goto(`${site.url}?tier=tiny#/learn`);
  await expect(page.getByText(/^1 of \d+ lessons? done/).first()).toBeVisible();
});

test("what is clicked is judged, wrong answers get their own words, and the choice survives a reload", async ({
  page,
  site,
}) => {
  await openReady(page, site, "#/learn/orientation/layers-and-selectors?step=2");
  const command = page.getByLabel("Command");
  await command.fill("dbt build --select entity_customers+");
  await command.press("Enter");
  await expect(page.getByText("On which side do its parents stand?").first()).toBeVisible();
  await command.fill("build --select +entity_customers");
  await command.press("Enter");
  await expect(page.getByText(/^Correct: \d+ nodes\.$/).first()).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await ready(page);
  await expect(page.getByLabel("Command")).toHaveValue("build --select +entity_customers");
  await expect(page.getByText("Correct").first()).toBeVisible();
});

test("an answer that would change the database is refused", async ({ page, site }) => {
  await openReady(page, site, "#/learn/slowly-changing-dimensions/change-log?step=4");
  await tablesStand(page);
  await page.getByRole("textbox", { name: /^Your answer/ }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("drop table fact_deal_stage_history");
  await page.keyboard.press("Control+Shift+Enter");
  await expect(page.getByText(/one select|only a select|One SELECT/i).first()).toBeVisible({ timeout: 60_000 });
  const rows = await page.evaluate(() =>
    window.strata.query("select count(*) as versions from {{ ref('fact_deal_stage_history') }}"),
  );
  expect(Number(rows[0]?.["versions"])).toBeGreaterThan(0);
});
