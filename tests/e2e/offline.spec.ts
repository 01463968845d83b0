import { tablesStand, finish, goToTask, guessRows, lessonHash } from "./lesson-journey.ts";
import { command, expect, open, openReady, ready, test } from "./site.ts";

test.use({ serviceWorkers: "allow" });

const available = "Available offline";

test("after “available offline” the workbench needs no server: build, rows, chart, edit, reload", async ({
  page,
  site,
}) => {
  test.setTimeout(240_000);
  await openReady(page, site);
  await expect(page.getByText(available)).toBeVisible({ timeout: 60_000 });
  await site.kill();
  await page.reload();
  await ready(page);

  // Nothing was built before the network was cut: the packs are stored ahead.
  await command(page, "dbt build --select +executive_customer_health_kpis --resource-type model seed snapshot");
  const rows = await page.evaluate(() =>
    window.strata.query("select count(*) as customers from {{ ref('entity_customers') }}"),
  );
  expect(Number(rows[0]?.["customers"])).toBeGreaterThan(0);

  await page.goto(`${site.url}?tier=tiny#/model/model.strata.executive_customer_health_kpis`);
  await page
    .getByRole("button", { name: /^Preview/ })
    .first()
    .click();
  await expect(page.getByRole("columnheader", { name: /customer_tier/ })).toBeVisible();
  await page.getByRole("tab", { name: "Chart" }).click();
  await expect(page.getByRole("img", { name: /health/i }).first()).toBeVisible();
  await page.getByRole("textbox", { name: /^Source of/ }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("select 42 as the_answer");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("tab", { name: "Results" }).click();
  await expect(page.getByRole("columnheader", { name: /the_answer/ })).toBeVisible();

  await page.reload();
  await ready(page);
  await expect(page.getByRole("textbox", { name: /^Source of/ })).toContainText("select 42 as the_answer");
  await page.getByRole("button", { name: "Restore" }).first().click();
});

test("a lesson is done to its end without a server", async ({ page, site }) => {
  test.setTimeout(120_000);
  await openReady(page, site);
  await expect(page.getByText(available)).toBeVisible();
  await site.kill();
  await page.goto(`${site.url}?tier=tiny${lessonHash}`);
  await page.reload();
  await ready(page);
  await tablesStand(page);
  await guessRows(page);
  await goToTask(page);
  await finish(page);
});

test("an address below the page opens offline", async ({ page, site }) => {
  await openReady(page, site);
  await expect(page.getByText(available)).toBeVisible();
  await site.kill();
  await page.goto(`${site.url}?tier=tiny#/model/model.strata.entity_customers`);
  await page.reload();
  await expect(page.getByRole("heading", { name: "entity_customers" })).toBeVisible();
});

test("a pack that arrived damaged is not kept", async ({ page, site, watch }) => {
  watch.allow(/stripe__invoice\.parquet/);
  site.fail(/stripe__invoice\.parquet$/, "truncated");
  await openReady(page, site);
  await page.evaluate(() => window.strata.command("dbt build --select stg_stripe__invoices"));
  const kept = await page.evaluate(async () => {
    const name = (await caches.keys()).find((key) => key.endsWith(":kept"));
    return name ? (await (await caches.open(name)).keys()).map((request) => request.url) : [];
  });
  expect(kept.filter((url) => /stripe__invoice\.parquet\?v=/.test(url))).toEqual([]);
});

test("a new version is offered, taken on the user's word, and the old one's files go", async ({ page, site }) => {
  await openReady(page, site);
  await expect(page.getByText(available)).toBeVisible();

  const worker = await (await page.request.get(`${site.url}sw.js`)).text();
  const id = /id:\s*["`]([0-9a-f]{16})["`]/.exec(worker)?.[1] ?? "";
  expect(id).not.toBe("");
  site.replace("sw.js", worker.replaceAll(id, "0123456789abcdef"));
  await page.reload();
  await page.getByRole("button", { name: "Use it" }).click();
  await expect(async () => {
    const shells = await page.evaluate(async () => (await caches.keys()).filter((name) => name.includes(":shell:")));
    expect(shells).toEqual(["strata:/lab/:shell:0123456789abcdef"]);
  }).toPass();
  await ready(page);
});

test("scripts that do not arrive leave a page that says so", async ({ page, site, watch }) => {
  watch.allow(/\.js/);
  site.fail(/^assets\/.*\.js$/, "missing");
  await open(page, site);
  await expect(page.getByText("This takes longer than it should.")).toBeVisible();
  await expect(page.getByRole("link", { name: "load the page again" })).toBeVisible();
});
