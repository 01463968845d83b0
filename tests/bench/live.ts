/**
 * How soon an edit's consequences show: the built page in, from a keystroke in a staging model with at least 40 descendants to the first
 * row diff of a table below it. Goal: within 1 s.
 *
 * Everything that the descendants read is built before; each edit leaves out other rows, so that nothing is known from the one before.
 */
import type { Page } from "@playwright/test";
// For the type of window.strata.
import type {} from "../../src/app/session/page-api.ts";
import { onBuiltPage, spent, type Spent } from "./built-page.ts";

const MODELS = ["stg_facebook_ads__campaigns", "stg_app_database__plans"] as const;
const BUILD_MS = 600_000;

export interface LiveTime extends Spent {
  readonly model: string;
  /** The part of it from the start of the comparison. */
  readonly ownMs: number;
}

export async function measureLive(tier: string, rounds: number): Promise<readonly LiveTime[]> {
  return onBuiltPage(async ({ site, context, cpu }) => {
    const measured: LiveTime[] = [];
    for (const model of MODELS) {
      const page = await context.newPage();
      await page.goto(`${site.url}?tier=${tier}#/ripple/model.strata.${model}`);
      await page.evaluate(() => window.strata.ready.then(() => undefined));
      page.setDefaultTimeout(BUILD_MS);
      const built = await page.evaluate(
        (command) => window.strata.command(command).then(({ exitCode }) => exitCode),
        `build --select @${model} --resource-type model seed snapshot`,
      );
      if (built !== 0) throw new Error(`The models around ${model} could not be built.`);
      if (measured.length === 0) await page.getByRole("button", { name: "Turn live mode on" }).click();
      const source = page.getByRole("textbox", { name: /^Source of/ });
      await source.click();
      await page.keyboard.press("Control+End");
      await page.keyboard.insertText("\nwhere hash(final) % 3 <> 0");
      await stands(page);
      // The first round warms what is read once.
      for (let round = 0; round <= rounds; round += 1) {
        const one = await measureEdit(page, String(1 + (round % 2)), cpu);
        if (round > 0) measured.push({ model, ...one });
        await stands(page);
      }
      await page.close();
    }
    return measured;
  });
}

/** Nothing runs any more. */
async function stands(page: Page): Promise<void> {
  await page.getByText(/reached, \d+ rebuilt in/).waitFor();
}

async function measureEdit(page: Page, digit: string, cpu: () => number | null): Promise<Omit<LiveTime, "model">> {
  await page.evaluate(noteFirstDiff);
  await page.keyboard.press("Backspace");
  const took = await spent(cpu, async () => {
    await page.keyboard.press(digit);
    await page.waitForFunction(() => window.benchLive?.ms !== undefined, null, { timeout: 60_000 });
  });
  const found = await page.evaluate(() => window.benchLive);
  return { ...took, ms: found?.ms ?? NaN, ownMs: found?.ownMs ?? NaN };
}

declare global {
  interface Window {
    /** When the digit was typed, and how long after it the first difference below stood on the page. */
    benchLive?: { at?: number; ms?: number; ownMs?: number };
  }
}

/** Runs in the page: the clock starts with the digit and stops when a later ripple tells its first difference. */
function noteFirstDiff(): void {
  const found: NonNullable<Window["benchLive"]> = {};
  window.benchLive = found;
  const head = document.querySelector<HTMLElement>("header[data-version]");
  let version = Infinity;
  document.addEventListener(
    "keydown",
    ({ key }) => {
      if (!/^\d$/.test(key) || found.at !== undefined) return;
      found.at = performance.now();
      version = Number(head?.dataset["version"]);
    },
    { capture: true },
  );
  if (head === null) throw new Error("There is no head of the consequences.");
  // A function with a name of its own would need a helper that the page has not.
  new MutationObserver((_changes, observer) => {
    const { version: now, firstMs } = head.dataset;
    if (found.at === undefined || !(Number(now) > version) || firstMs === undefined) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      found.ms = performance.now() - (found.at ?? NaN);
      found.ownMs = Number(firstMs);
    });
  }).observe(head, { attributes: true, attributeFilter: ["data-version", "data-first-ms"] });
}
