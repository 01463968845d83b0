import type { Page } from "@playwright/test";
import { command, expect, openReady, ready, test } from "./site.ts";

const firstCustomers = "select id, name from {{ source('app_database', 'accounts') }} order by id limit 5";

function query(page: Page, sql: string): Promise<Record<string, unknown>[]> {
  return page.evaluate((text) => window.strata.query(text), sql);
}

test("another seed is another company, made in the page and the same each time", async ({ page, site }) => {
  await openReady(page, site, "#/data");
  const before = await query(page, firstCustomers);
  expect(before).toHaveLength(5);

  await page.getByLabel("Seed").fill("7");
  await expect(page.getByText("Made on this device by the generator.")).toBeVisible();
  await page.getByRole("button", { name: "Use these data" }).click();
  await expect(page.getByText(/^\d+ of \d+ source tables/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Load all now" })).toHaveCount(0);
  const other = await query(page, firstCustomers);
  expect(other).toHaveLength(5);
  expect(other).not.toEqual(before);

  // The choice outlives the page.
  await page.reload();
  await ready(page);
  expect(await query(page, firstCustomers)).toEqual(other);
  await page.getByRole("button", { name: "Back to the classroom" }).click();
  await expect(page.getByRole("radio", { name: /Classroom/ })).toBeChecked();
});

test("what the page makes is what the files hold", async ({ page, site }) => {
  await openReady(page, site);
  const digest = `select md5(string_agg(row_text, '|')) as digest, count(*) as n
    from (select invoice::varchar as row_text from {{ source('stripe', 'invoice') }} as invoice order by id)`;
  const fromFile = await query(page, digest);
  await page.evaluate(() =>
    window.strata.useData({ tier: "tiny", seed: 42, locations: 90, customers: 60, start: "2024-07-01" }),
  );
  expect(await query(page, digest)).toEqual(fromFile);
});

test("impossible data are refused before anything is made", async ({ page, site }) => {
  await openReady(page, site, "#/data");
  await page.getByLabel("Customers", { exact: true }).fill("1000000000");
  await expect(page.getByText(/billion rows/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Use these data" })).toHaveAttribute("aria-disabled", "true");
});

test("the clock goes on by a week: more has happened, and what was built stays", async ({ page, site }) => {
  await openReady(page, site, "#/data");
  const changes = "select count(*)::integer as n from {{ source('app_database', 'account_changes') }}";
  await page.getByLabel("Today is").fill("2025-06-02");
  await page.getByRole("button", { name: "Go there" }).click();
  await expect(page.getByText("as of 2025-06-02")).toBeVisible();
  await command(page, "run --select +int_calendar__date_spine");
  const first = (await query(page, changes))[0]?.["n"];

  await page.getByRole("button", { name: "A week on" }).click();
  await expect(page.getByText("as of 2025-06-09")).toBeVisible();
  const spine = "select max(date_day)::date::varchar as last from {{ ref('int_calendar__date_spine') }}";
  expect(await query(page, spine)).toEqual([{ last: "2025-06-02" }]);
  expect(Number((await query(page, changes))[0]?.["n"])).toBeGreaterThan(Number(first));
  await command(page, "run --select +int_calendar__date_spine");
  expect(await query(page, spine)).toEqual([{ last: "2025-06-09" }]);

  expect(await page.evaluate(() => window.strata.advance("day"))).toBe("2025-06-10");
});
