import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { expectAccessible } from "./accessibility.ts";
import { exported, openZip, SHOP, writeFolder, zipOfTexts } from "./opened-project.ts";
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

test("a folder is opened with the folder picker, a source gets its data, and the project is removed with a way back", async ({
  page,
  site,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "strata-folder-"));
  const { "data/raw_orders.csv": orders = "", ...rest } = SHOP;
  writeFolder(folder, { ...rest, "target/manifest.json": "{}", "models/target.sql": "select 1 as id" });
  await openReady(page, site);
  await page.getByRole("link", { name: /^Open a project/ }).click();
  await expect(page.getByRole("heading", { name: "Projects" })).toBeVisible();
  await expectAccessible(page);
  await page.locator("input[webkitdirectory]").setInputFiles(folder);
  await expect(page.getByText(/^Opened corner_shop: 3 models, 1 source table\./).first()).toBeVisible();
  rmSync(folder, { recursive: true });

  // Without data the model says which source lacks them, and where to give it some.
  const failed = await page.evaluate(() => window.strata.command("dbt run --select stg_orders"));
  expect(failed.exitCode).toBe(1);
  await page.getByRole("tab", { name: /^Problems/ }).click();
  await expect(page.getByText(/The source "till\.orders" has no data here/).first()).toBeVisible();
  await page.getByRole("link", { name: "W002" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: /^W002/ })).toBeVisible();

  await page.getByRole("link", { name: "corner_shop" }).click();
  const row = page.getByRole("row", { name: /till\.orders/ });
  await expect(row).toContainText("no file yet");
  await row.locator("input[type=file]").setInputFiles({
    name: "Export of Monday.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(orders),
  });
  await expect(row).toContainText("data/till__raw_orders.csv");
  await expectAccessible(page);
  await command(page, "dbt build");
  expect(unzipSync(await exported(page))["data/till__raw_orders.csv"]).toEqual(new Uint8Array(Buffer.from(orders)));

  await page.getByRole("button", { name: "Remove corner_shop" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "corner_shop" })).toHaveCount(0);
  await expect(page.getByRole("listitem").filter({ hasText: "The bundled project" })).toContainText("shown now");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Show corner_shop" }).click();
  await expect(row).toContainText("data/till__raw_orders.csv");
});

test("a folder dropped anywhere on the page is opened, and the page says so while it hangs over it", async ({
  page,
  site,
}) => {
  const folder = join(mkdtempSync(join(tmpdir(), "strata-drop-")), "shop");
  writeFolder(folder, { ...SHOP, ".git/config": "x", "node_modules/a/b.sql": "x" });
  await openReady(page, site);
  const devtools = await page.context().newCDPSession(page);
  const drag = (type: "dragEnter" | "dragOver" | "drop") =>
    devtools.send("Input.dispatchDragEvent", {
      type,
      x: 700,
      y: 400,
      data: { items: [], files: [folder], dragOperationsMask: 1 },
    });
  await drag("dragEnter");
  await drag("dragOver");
  await expect(page.getByText("Drop it here")).toBeVisible();
  await drag("drop");
  await expect(page.getByText(/^Opened corner_shop/).first()).toBeVisible();
  await expect(page.getByText("Drop it here")).toHaveCount(0);
  await command(page, "dbt build");
  rmSync(folder, { recursive: true });
});

test("the bundled project is exported as plain dbt and opens again", async ({ page, site }) => {
  await openReady(page, site);
  const zip = await exported(page);
  const files = unzipSync(zip);
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(["dbt_project.yml", "profiles.yml", "README.md", "SOURCES.md", "target/manifest.json"]),
  );
  expect(await openZip(page, zip)).toBe("strata");
  await command(page, "dbt build --select stg_app_database__plans");
  // Another export differs in nothing but the artifacts, which say when they were made.
  const again = unzipSync(await exported(page));
  for (const path of Object.keys(files))
    if (!path.startsWith("target/")) expect(again[path], path).toEqual(files[path]);
});
