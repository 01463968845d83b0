/**
 * The `test` that all browser tests use: with a site of its own, and with three promises that are checked after every test.
 * No request leaves the site's origin, nothing is written to the console as an error, no exception is uncaught.
 */
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
// For the type of window.strata.
import type {} from "../../src/app/session/page-api.ts";
import { startSite, type Site } from "./server.ts";

export { expect };

export interface Watch {
  /** Console errors and requests that this test provokes on purpose. */
  allow(pattern: RegExp): void;
}

interface Fixtures {
  readonly site: Site;
  readonly watch: Watch;
}

export const test = base.extend<Fixtures>({
  site: async ({}, use) => {
    const site = await startSite();
    await use(site);
    site.mend();
    await site.kill().catch(() => undefined);
  },
  watch: [
    async ({ context, site }, use) => {
      const allowed: RegExp[] = [];
      const errors: string[] = [];
      const foreign: string[] = [];
      watchContext(context, site.origin, errors, foreign);
      await use({ allow: (pattern) => void allowed.push(pattern) });
      const unexpected = (texts: readonly string[]) =>
        texts.filter((text) => !allowed.some((pattern) => pattern.test(text)));
      expect(unexpected(foreign), "requests to other origins").toEqual([]);
      expect(unexpected(errors), "errors on the console").toEqual([]);
    },
    { auto: true },
  ],
});

function watchContext(context: BrowserContext, origin: string, errors: string[], foreign: string[]): void {
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(blob|data|about):/.test(url)) foreign.push(url);
  });
  context.on("weberror", (error) => errors.push(String(error.error())));
  context.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
}

/** Opens the workbench on the tiny tier; resolves when the page is there, the database may still be loading. */
export async function open(page: Page, site: Site, hash = ""): Promise<void> {
  await page.goto(`${site.url}?tier=tiny${hash}`);
}

/** Opens the workbench and waits until it takes commands. */
export async function openReady(page: Page, site: Site, hash = ""): Promise<void> {
  await open(page, site, hash);
  await ready(page);
}

/** Runs a dbt command the way a script on the page would; fails the test when it does not end with 0. */
export async function command(page: Page, text: string): Promise<void> {
  const { exitCode, log } = await page.evaluate((line) => window.strata.command(line), text);
  expect(exitCode, log.join("\n")).toBe(0);
}

/** Resolves when commands are accepted: project read, database up. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => "strata" in window);
  await page.evaluate(() => window.strata.ready.then(() => undefined));
}
