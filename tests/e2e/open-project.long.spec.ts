import { openZip, SHOP, zipOfTexts } from "./opened-project.ts";
import { command, expect, openReady, ready, test } from "./site.ts";

test.use({ serviceWorkers: "allow" });

test("an opened project survives a reload, also offline, and the bundled one waits untouched", async ({
  page,
  site,
  watch,
}) => {
  watch.allow(/Failed to load resource|ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED/);
  await openReady(page, site);
  await expect(page.getByText("Available offline").first()).toBeVisible({ timeout: 60_000 });
  await openZip(page, zipOfTexts(SHOP));
  await page.getByRole("main").getByText("customer_totals").first().waitFor();
  await site.kill();
  await page.reload();
  await ready(page);
  await expect(page.getByText("customer_totals").first()).toBeVisible();
  await command(page, "dbt build");

  await page.evaluate(() => window.strata.closeProject());
  await expect(page.getByText("executive_customer_health_kpis").first()).toBeVisible();
  await expect(page.getByText("customer_totals")).toHaveCount(0);
  const rows = await page.evaluate(() =>
    window.strata.query("select '{{ target.schema }}' as schema, '{{ run_started_at.strftime('%Y-%m-%d') }}' as day"),
  );
  expect(rows).toEqual([{ schema: "main", day: "2025-12-31" }]);
});

test("of several projects in one archive one is asked for", async ({ page, site }) => {
  const twins = zipOfTexts({
    ...prefixed("a/", SHOP),
    "b/dbt_project.yml": "name: other\n",
    "b/models/m.sql": "select 1 as id",
  });
  await openReady(page, site, "#/projects");
  await page
    .locator("input[accept*=zip]")
    .setInputFiles({ name: "twins.zip", mimeType: "application/zip", buffer: twins });
  await page.getByRole("group", { name: "Which project?" }).getByRole("button", { name: "b", exact: true }).click();
  await expect(page.getByText(/^Opened other: 1 model/).first()).toBeVisible();
  expect(await openZip(page, twins)).toMatch(/^S008: /);
  expect(await openZip(page, twins, "a")).toBe("corner_shop");
});

function prefixed(folder: string, texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([path, text]) => [folder + path, text]));
}
