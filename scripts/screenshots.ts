/**
 * `npm run screenshots`: the pictures of README and docs, taken of the built page with the classroom's data, so that they show the
 * product as it is. Give names to take only some of them.
 *
 *   npm run screenshots                      all, into docs/screenshots
 *   npm run screenshots -- lineage runs      two of them
 *   npm run screenshots -- dashboards        one of each dashboard, into docs/screenshots/dashboards, with how long each took
 *   npm run screenshots -- --tier tiny       with less data; --dist takes another built page, --out another folder
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Browser, type Page } from "@playwright/test";
// For the type of window.strata.
import type {} from "../src/app/session/page-api.ts";
import { openNativeEngine } from "../src/cli/native-engine.ts";
import { readProjectFiles } from "../src/cli/project-files.ts";
import { provideChromium } from "./chromium.ts";
import { dashboardPage } from "./dashboard-page.ts";
import { DASHBOARDS_NEED, takeDashboards } from "./dashboard-shots.ts";
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
    dist: { type: "string", default: resolve(root, "dist") },
    out: { type: "string", default: resolve(root, "docs/screenshots") },
  },
  allowPositionals: true,
});
const names = [...shots.map(({ name }) => name), "dashboards"];
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no picture "${unknown.join('", "')}". There are ${names.join(", ")}.`);
  process.exit(2);
}
const executablePath = provideChromium();
if (!executablePath) process.exit(1);
mkdirSync(values.out, { recursive: true });
const wanted = shots.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const served = await serve(resolve(values.dist), 4600, console.log);
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
  if (positionals.length === 0 || positionals.includes("dashboards")) {
    const page = await openPage(browser, { width: 1280, height: 900 }, "light");
    const { exitCode, log } = await page.evaluate((text) => window.strata.command(text), DASHBOARDS_NEED);
    if (exitCode !== 0)
      throw new Error(`The models of the dashboards could not be built.\n${log.slice(-60).join("\n")}`);
    await takeDashboards(page, resolve(values.out, "dashboards"));
    await page.context().close();
    const project = resolve(root, "src/models");
    const native = await openNativeEngine({ projectDir: project, path: ":memory:", tier: "tiny" });
    const text = dashboardPage(await readProjectFiles(project), native.engine.manifest);
    writeFileSync(resolve(values.out, "../dashboards.md"), text);
    await native.close();
  }
} finally {
  await browser.close();
  served.close();
}

async function take(from: Browser, group: readonly Shot[], theme: "light" | "dark", phone: boolean): Promise<void> {
  const viewport = phone ? { width: 390, height: 844 } : { width: 1440, height: 900 };
  const page = await openPage(from, viewport, theme);
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
  await page.context().close();
}

/** The built page with its data, ready for commands. */
async function openPage(
  from: Browser,
  viewport: { width: number; height: number },
  colorScheme: "light" | "dark",
): Promise<Page> {
  const context = await from.newContext({ viewport, colorScheme, locale: "en-GB", timezoneId: "UTC" });
  const page = await context.newPage();
  await page.goto(`${served.url}?tier=${values.tier}`);
  await page.waitForFunction(() => "strata" in window);
  await page.evaluate(() => window.strata.ready.then(() => undefined));
  return page;
}
