/**
 * Faults that are put into the running page: workers that die, storage that is full, deleted or of another version, a host that goes
 * away half way. Each time the same is asked: what was typed is still there, the page says what happened, and the next attempt works.
 */
import type { Page, Worker } from "@playwright/test";
import { command, expect, open, openReady, ready, test } from "./site.ts";

const plans = "#/model/model.strata.stg_app_database__plans";

test("DuckDB dies in the middle of a build: the build ends, the edit stays, the next build works", async ({
  page,
  site,
  watch,
}) => {
  watch.allow(/memory access out of bounds|ErrorEvent/);
  await openReady(page, site, plans);
  await typeAtTop(page, "-- before the fall");
  const broken = await midBuild(page);
  const database = await worker(page, "duckdb");
  await database.evaluate(() => {
    setTimeout(() => {
      throw new Error("memory access out of bounds");
    });
  });
  const { exitCode, log, results } = await broken();
  expect(exitCode).not.toBe(0);
  const said = [...log, ...results.map(({ message }) => message ?? "")].join("\n");
  expect(said).toContain("The database stopped and has to be started again");
  await expect(page.getByText("The database stopped and was started again.").first()).toBeVisible();
  await command(page, "run --select stg_app_database__plans");
  await expect(source(page)).toContainText("-- before the fall");
});

test("the engine dies in the middle of a build: it is started again by itself, the edit stays, the next build works", async ({
  page,
  site,
}) => {
  test.setTimeout(240_000);
  await openReady(page, site, plans);
  await typeAtTop(page, "-- before the fall");
  const broken = await midBuild(page);
  await end(await worker(page, "engine"));
  const { exitCode, log } = await broken();
  expect(exitCode).toBe(2);
  expect(log.join("\n")).toMatch(/S003: .*Run the command once more/);
  await expect(page.getByText("The engine stopped and was started again.").first()).toBeVisible();
  await expect(source(page)).toContainText("-- before the fall");
  await expect(page.getByText(/DuckDB .* ready/)).toBeVisible({ timeout: 60_000 });
  await command(page, "run --select stg_app_database__plans");
});

test("an engine that does not start at all says so, leaves the lineage to be read, and starts on the user's word", async ({
  page,
  site,
  watch,
}) => {
  watch.allow(/engine\.worker|404/);
  site.fail(/engine\.worker-.*\.js$/, "missing");
  await open(page, site);
  const stopped = page.getByRole("dialog", { name: "The engine stopped" });
  await expect(stopped).toBeVisible();
  await expect(page.getByText("customer_health_kpis").first()).toBeAttached();
  site.mend();
  await stopped.getByRole("button", { name: "Restart", exact: true }).click();
  await expect(page.getByText(/DuckDB .* ready/)).toBeVisible({ timeout: 60_000 });
  await command(page, "run --select stg_app_database__plans");
});

test("a device whose storage is full says so at once, keeps the text over a reload, and saves it when there is room", async ({
  page,
  site,
}) => {
  await openReady(page, site, plans);
  const browser = await page.context().newCDPSession(page);
  const quota = (quotaSize?: number) =>
    browser.send("Storage.overrideQuotaForOrigin", { origin: site.origin, quotaSize });
  await quota(1);
  await typeAtTop(page, "-- no room for this");
  await expect(page.getByText("Not saved", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Your last edit is not saved on this device.").first()).toBeVisible();
  await expect(page.getByText(/This device's storage is full/).first()).toBeVisible();

  await page.reload();
  await ready(page);
  await expect(source(page)).toContainText("-- no room for this");

  await quota();
  await typeAtTop(page, "-- there is room again");
  await expect(page.getByText(/Saved on this device/).first()).toBeVisible();
  await page.reload();
  await expect(source(page)).toContainText("-- no room for this");
  await expect(source(page)).toContainText("-- there is room again");
});

test("stored work that is deleted while the page is open is kept again from what the page holds", async ({
  page,
  context,
  site,
  watch,
}) => {
  watch.allow(/favicon/);
  await openReady(page, site, plans);
  await typeAtTop(page, "-- held by the page");
  await expect(page.getByText(/Saved on this device/).first()).toBeVisible();
  const other = await context.newPage();
  await other.goto(`${site.url}icon.svg`);
  await other.evaluate(
    () =>
      new Promise<void>((done, fail) => {
        const request = indexedDB.deleteDatabase("strata");
        request.onsuccess = () => done();
        request.onerror = () => fail(new Error("not deleted"));
      }),
  );
  await expect(page.getByText("What this device kept for the page was deleted.").first()).toBeVisible();
  await page.reload();
  await expect(source(page)).toContainText("-- held by the page");
});

test("work that a newer version has stored is left alone, and the page says that edits live in the tab", async ({
  page,
  site,
  watch,
}) => {
  watch.allow(/favicon/);
  await page.goto(`${site.url}icon.svg`);
  await storeOfVersion(page, 99);
  await openReady(page, site, plans);
  await expect(page.getByText(/Kept in this tab only|kept in this tab only/).first()).toBeVisible();
  await page.getByRole("tab", { name: /^Problems/ }).click();
  await expect(page.getByText(/written by a newer version of Strata/).first()).toBeVisible();
  await typeAtTop(page, "-- in this tab");
  await command(page, "run --select stg_app_database__plans");
  const stores = await page.evaluate(async () =>
    (await indexedDB.databases()).map(({ name, version }) => [name, version]),
  );
  expect(stores).toContainEqual(["strata", 99]);
});

test("a newer version in another tab takes the storage: this tab says that it can no longer save, and holds the text", async ({
  page,
  context,
  site,
  watch,
}) => {
  watch.allow(/favicon/);
  await openReady(page, site, plans);
  const newer = await context.newPage();
  await newer.goto(`${site.url}icon.svg`);
  await storeOfVersion(newer, 99);
  await typeAtTop(page, "-- too late for this version");
  await expect(page.getByText("Not saved", { exact: true }).first()).toBeVisible();
  await expect(page.getByText(/Another tab runs a newer version of Strata/).first()).toBeVisible();
  await page.reload();
  await expect(source(page)).toContainText("-- too late for this version");
});

test("a host that goes away in the middle of a file: the build says which file, and works when it is back", async ({
  page,
  site,
  watch,
}) => {
  watch.allow(/stripe__invoice\.parquet|ERR_/);
  site.fail(/stripe__invoice\.parquet$/, "cut");
  await openReady(page, site);
  const build = () => page.evaluate(() => window.strata.command("dbt run --select stg_stripe__invoices"));
  const broken = await build();
  expect(broken.exitCode).not.toBe(0);
  const said = [...broken.log, ...broken.results.map((result) => result.message ?? "")].join("\n");
  expect(said).toContain("stripe__invoice.parquet");
  site.mend();
  expect((await build()).exitCode).toBe(0);
});

test("a day before the data begin is refused with the days that there are, and nothing changes", async ({
  page,
  site,
}) => {
  await openReady(page, site, "#/data");
  const refused = await page.evaluate(() =>
    window.strata.useData({ tier: "tiny", asOf: "1990-01-01" }).then(
      () => "taken",
      (error: unknown) => String(error),
    ),
  );
  expect(refused).toMatch(/D006: .*\d{4}-\d{2}-\d{2}/);
  await expect(page.getByText("as of 2025-12-31").first()).toBeVisible();
  await page.getByLabel("Today is").fill("1990-01-01");
  await expect(page.getByText(/Choose a day from/)).toBeVisible();
  await command(page, "run --select stg_app_database__plans");
});

function source(page: Page) {
  return page.getByRole("textbox", { name: /^Source of/ });
}

/** At the top, because only the lines on the screen are in the page. */
async function typeAtTop(page: Page, text: string): Promise<void> {
  await source(page).click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.insertText(`${text}\n`);
}

/** A build that has made its first table and has many to go; what it answers is asked for with the function. */
async function midBuild(page: Page) {
  const answer = page.evaluate(() => window.strata.command("dbt build --select +entity_locations"));
  await expect(page.getByText(/^[1-9]\d* of \d+$/).first()).toBeVisible();
  return () => answer;
}

/** The worker that bears this name, the newest of several. */
async function worker(page: Page, name: string): Promise<Worker> {
  for (const candidate of page.workers().toReversed()) {
    if ((await candidate.evaluate(() => self.name).catch(() => "")) === name) return candidate;
  }
  throw new Error(`There is no worker "${name}".`);
}

/** Ends a worker without a word, as a browser does that has no memory left. */
async function end(target: Worker): Promise<void> {
  await target.evaluate(() => self.close()).catch(() => undefined);
}

async function storeOfVersion(page: Page, version: number): Promise<void> {
  await page.evaluate(
    (number) =>
      new Promise<void>((done, fail) => {
        const request = indexedDB.open("strata", number);
        request.onupgradeneeded = () => undefined;
        request.onsuccess = () => {
          request.result.close();
          done();
        };
        request.onerror = () => fail(new Error("not opened"));
      }),
    version,
  );
}
