import { expectAccessible } from "./accessibility.ts";
import { expect, openReady, ready, test } from "./site.ts";

test("a table that was built is there again after a reload, and can be thrown away", async ({ page, site }) => {
  await openReady(page, site, "#/data");
  // No lesson begins with it, so it does not come with the page.
  const sql = "select count(*)::integer as n from {{ ref('dim_date') }}";
  const ask = () => page.evaluate((text) => window.strata.query(text), sql);
  const rows = await ask();
  await expect(page.getByText(/^\d+ tables?, .* of at most/)).toBeVisible({ timeout: 20_000 });

  await page.reload();
  await ready(page);
  expect(await ask()).toEqual(rows);
  await expect(page.getByText(/put back instead of built/)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Throw all away" }).click();
  await expect(page.getByText(/^Nothing is kept yet/)).toBeVisible();
});
