/**
 * How soon a dashboard stands once its models are built: the built page, for each dashboard the time from its address to the mark or the
 * rows of its last tile. Goal: under 1 s at classroom. The first visit, which also fetches the code that draws, is not counted.
 */
// For the type of window.strata.
import type {} from "../../src/app/session/page-api.ts";
import { DASHBOARDS_NEED, dashboardNames, renderDashboard } from "../../scripts/dashboard-shots.ts";
import { onBuiltPage, spent, type Spent } from "./built-page.ts";

export interface DashboardTime extends Spent {
  readonly name: string;
  readonly tiles: number;
  /** Words of tiles that show neither rows nor a mark. */
  readonly without: readonly string[];
}

export function measureDashboards(tier: string, rounds: number): Promise<readonly DashboardTime[]> {
  return onBuiltPage(async ({ site, context, cpu }) => {
    const page = await context.newPage();
    await page.goto(`${site.url}?tier=${tier}`);
    await page.evaluate(() => window.strata.ready.then(() => undefined));
    const { exitCode, log } = await page.evaluate((text) => window.strata.command(text), DASHBOARDS_NEED);
    if (exitCode !== 0)
      throw new Error(`The models of the dashboards could not be built.\n${log.slice(-60).join("\n")}`);
    const measured: DashboardTime[] = [];
    for (const name of await dashboardNames(page)) {
      const { tiles, without } = await renderDashboard(page, name);
      const visits: Spent[] = [];
      for (let round = 0; round < rounds; round += 1) {
        let ms = NaN;
        const { cpuMs } = await spent(cpu, async () => (ms = (await renderDashboard(page, name)).ms));
        visits.push({ ms, cpuMs });
      }
      // What else the machine does only ever adds.
      const ms = Math.min(...visits.map((visit) => visit.ms));
      const cpuMs = visits.some((visit) => visit.cpuMs === null)
        ? null
        : Math.min(...visits.map((visit) => visit.cpuMs ?? NaN));
      measured.push({ name, tiles, without, ms, cpuMs });
    }
    return measured;
  });
}
