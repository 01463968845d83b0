import { DASHBOARDS_NEED, dashboardNames, renderDashboard } from "../../scripts/dashboard-shots.ts";
import { expectAccessible } from "./accessibility.ts";
import { command, expect, ready, test } from "./site.ts";

const LEAST_DASHBOARDS = 17;

test("every dashboard stands at classroom with a mark or rows in each tile, in both themes", async ({ page, site }) => {
  test.setTimeout(1_200_000);
  await page.goto(`${site.url}?tier=classroom#/dashboards`);
  await ready(page);
  await command(page, DASHBOARDS_NEED);
  const names = await dashboardNames(page);
  expect(names.length).toBeGreaterThanOrEqual(LEAST_DASHBOARDS);
  for (const name of names) {
    const { tiles, without } = await renderDashboard(page, name);
    expect(tiles, name).toBeGreaterThan(2);
    expect(without, `${name}: tiles that show nothing`).toEqual([]);
    await expect(page.locator("main .failed")).toHaveCount(0);
    await expect(page.getByRole("alert")).toHaveCount(0);
    await expectAccessible(page);
  }
});
