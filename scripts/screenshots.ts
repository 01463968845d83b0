/**
 * `npm run screenshots`: the pictures of README and docs, taken of the built page with the classroom's data, so that they show the
 * product as it is. Give names to take only some of them.
 *
 *   npm run screenshots                      all, into docs/screenshots
 *   npm run screenshots -- lineage runs      two of them
 *   npm run screenshots -- --tier tiny       with less data
 */
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Browser, type Page } from "@playwright/test";
// For the type of window.strata.
import type {} from "../src/app/session/page-api.ts";
import { provideChromium } from "./chromium.ts";
import { root } from "./run.ts";
import { serve } from "./serve.ts";

interface Shot {
  readonly name: string;
  /** Address below the page, from `#` on. */
  readonly at: string;
  readonly theme?: "dark";
  readonly phone?: true;
  /** What is run before the address is opened; the same commands are run once per browser. */
  readonly commands?: readonly string[];
  /** What a visitor does before the picture is taken. */
  readonly before?: (page: Page) => Promise<void>;
}

const HEALTH = "build --select +executive_customer_health_kpis";
const wait = (ms: number) => (page: Page) => page.waitForTimeout(ms);

const shots: readonly Shot[] = [
  { name: "lineage", at: "#/lineage?select=2%2Bentity_customers%2B2", commands: [HEALTH] },
  { name: "lineage-dark", at: "#/lineage?select=2%2Bentity_customers%2B2", commands: [HEALTH], theme: "dark" },
  { name: "model", at: "#/model/model.strata.entity_customers", commands: [HEALTH] },
  { name: "lesson", at: "#/learn/m2/m2.04", commands: [HEALTH], before: wait(3_000) },
  { name: "phone", at: "#/lineage?select=1%2Bentity_customers%2B1", commands: [HEALTH], phone: true },
];

const { values, positionals } = parseArgs({
  options: {
    tier: { type: "string", default: "classroom" },
    out: { type: "string", default: resolve(root, "docs/screenshots") },
  },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !shots.some((shot) => shot.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no picture "${unknown.join('", "')}". There are ${shots.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}
const executablePath = provideChromium();
if (!executablePath) process.exit(1);
mkdirSync(values.out, { recursive: true });
const wanted = shots.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const served = await serve(resolve(root, "dist"), 4600, console.log);
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
try {
  // One page per look, so that what is built once serves all pictures of it.
  for (const [theme, phone] of [
    ["light", false],
    ["dark", false],
    ["light", true],
  ] as const) {
    const group = wanted.filter((shot) => (shot.theme ?? "light") === theme && (shot.phone ?? false) === phone);
    if (group.length > 0) await take(browser, group, theme, phone);
  }
} finally {
  await browser.close();
  served.close();
}

async function take(from: Browser, group: readonly Shot[], theme: "light" | "dark", phone: boolean): Promise<void> {
  const viewport = phone ? { width: 390, height: 844 } : { width: 1440, height: 900 };
  const context = await from.newContext({ viewport, colorScheme: theme, locale: "en-GB", timezoneId: "UTC" });
  const page = await context.newPage();
  const address = `${served.url}?tier=${values.tier}`;
  await page.goto(address);
  await page.waitForFunction(() => "strata" in window);
  await page.evaluate(() => window.strata.ready.then(() => undefined));
  const done = new Set<string>();
  for (const shot of group) {
    for (const command of shot.commands ?? []) {
      if (done.has(command)) continue;
      done.add(command);
      await page.evaluate((text) => window.strata.command(text).then(() => undefined), command);
    }
    await page.evaluate((hash) => void (location.hash = hash), shot.at);
    await page.waitForTimeout(2_000);
    await shot.before?.(page);
    await page.screenshot({ path: resolve(values.out, `${shot.name}.png`) });
    console.log(`${shot.name}.png`);
  }
  await context.close();
}
