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

test("scripts that do not arrive leave a page that says so", async ({ page, site, watch }) => {
  watch.allow(/\.js/);
  site.fail(/^assets\/.*\.js$/, "missing");
  await open(page, site);
  await expect(page.getByText("This takes longer than it should.")).toBeVisible();
  await expect(page.getByRole("link", { name: "load the page again" })).toBeVisible();
});
