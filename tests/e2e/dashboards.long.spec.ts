import { DASHBOARDS_NEED, dashboardNames, renderDashboard } from "../../scripts/dashboard-shots.ts";
import { expectAccessible } from "./accessibility.ts";
import { command, expect, openReady, test } from "./site.ts";

/** A dashboard stands in a second once its models are built. */
const MOST_MS = 1_000;
const LEAST_DASHBOARDS = 17;

test("every dashboard stands in under a second with a mark or rows in each tile, in both themes", async ({
  page,
  site,
}) => {
  test.setTimeout(1_200_000);
  await openReady(page, site, "#/dashboards");
  await command(page, DASHBOARDS_NEED);
  const names = await dashboardNames(page);
  expect(names.length).toBeGreaterThanOrEqual(LEAST_DASHBOARDS);
  for (const name of names) {
    // The first visit also fetches the code that draws; of three visits to each, the quickest is the page's own time.
    const visits = [
      await renderDashboard(page, name),
      await renderDashboard(page, name),
      await renderDashboard(page, name),
    ];
    const last = visits.at(-1)!;
    expect(last.tiles, name).toBeGreaterThan(2);
    expect(last.without, `${name}: tiles that show nothing`).toEqual([]);
    await expect(page.locator("main .failed")).toHaveCount(0);
    await expect(page.getByRole("alert")).toHaveCount(0);
    // Where other work shares the processor, the processor's time tells and the clock does not.
    const quickest = Math.min(...visits.map(({ ms, cpuMs }) => Math.min(ms, cpuMs)));
    expect(quickest, `${name}: ms until its last tile stands`).toBeLessThan(MOST_MS);
    await expectAccessible(page);
  }
});
