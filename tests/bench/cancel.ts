/**
 * How soon a cancelled build has ended: the built page in, a whole build is cancelled at several moments with the button, among its
 * sources, its views and its large tables. Goal: within 300 ms.
 */
// For the type of window.strata.
import type {} from "../../src/app/session/page-api.ts";
import { onBuiltPage } from "./built-page.ts";

/** Seconds into a build, longer and longer. */
const MOMENTS = [0.5, 1, 2, 3, 5, 8, 10, 12, 15, 18, 22, 26];

export interface CancelTime {
  readonly afterMs: number;
  readonly ms: number;
}

export async function measureCancel(tier: string): Promise<readonly CancelTime[]> {
  return onBuiltPage(async ({ site, context }) => {
    const page = await context.newPage();
    await page.goto(`${site.url}?tier=${tier}#/runs`);
    await page.evaluate(() => window.strata.ready.then(() => undefined));
    const measured: CancelTime[] = [];
    for (const seconds of MOMENTS) {
      const one = await page.evaluate(async (afterMs) => {
        const ended = window.strata.command("build");
        await new Promise((done) => setTimeout(done, afterMs));
        const cancel = [...document.querySelectorAll("button")].find(
          ({ textContent }) => textContent.trim() === "Cancel",
        );
        if (cancel === undefined) throw new Error("Nothing can be cancelled.");
        const begun = performance.now();
        cancel.click();
        const { exitCode } = await ended;
        return { afterMs, ms: performance.now() - begun, exitCode };
      }, seconds * 1000);
      if (one.exitCode === 0) throw new Error(`After ${seconds} s the build had ended.`);
      const alive = await page.evaluate(() => window.strata.query("select 42 as answer"));
      if (alive[0]?.["answer"] !== 42) throw new Error("The database did not answer after it.");
      measured.push(one);
    }
    return measured;
  });
}
