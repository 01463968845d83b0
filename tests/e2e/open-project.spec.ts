import { unzipSync } from "fflate";
import { zipOf } from "../unit/archive-zips.ts";
import { expectAccessible } from "./accessibility.ts";
import { exported, openZip, SHOP, zipOfTexts } from "./opened-project.ts";
import { command, expect, open, openReady, test } from "./site.ts";

test.use({ serviceWorkers: "allow" });

test("a project from a zip: lineage, build, edit, export, and the export opens as the same project", async ({
  page,
  site,
}) => {
  await openReady(page, site);
  expect(await openZip(page, zipOfTexts(SHOP, "corner-shop-main/"))).toBe("corner_shop");
  await expect(page.getByRole("button", { name: /^customer_totals reads/ })).toBeVisible();
  await expect(page.getByRole("link", { name: "corner_shop" })).toBeVisible();
  await expect(page.getByText("executive_customer_health_kpis")).toHaveCount(0);

  await command(page, "dbt build");
  const totals = () =>
    page.evaluate(() => window.strata.query("select name, total from {{ ref('customer_totals') }} order by name"));
  expect(await totals()).toEqual([
    { name: "Ada", total: "12.75" },
    { name: "Grace", total: "1.00" },
  ]);
  // The profile's database names the relations, as with dbt-duckdb.
  const [row] = await page.evaluate(() => window.strata.query("select '{{ ref('customer_totals') }}' as name"));
  expect(row?.["name"]).toBe('"warehouse"."main"."customer_totals"');

  await page.evaluate(() => (location.hash = "#/model/model.corner_shop.stg_orders"));
  await page.locator(".cm-content").first().click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(
    "select order_id, customer_id, 2 * amount as amount from {{ source('till', 'orders') }}\n",
  );
  await expect(page.getByText("Saved on this device").first()).toBeVisible();
  await command(page, "dbt build");
  expect((await totals())[0]).toEqual({ name: "Ada", total: "25.50" });

  const zip = await exported(page);
  expect((await exported(page)).equals(zip)).toBe(true);
  const files = unzipSync(zip);
  const text = (path: string) => new TextDecoder().decode(files[path]);
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining([...Object.keys(SHOP), "target/manifest.json", "target/run_results.json"]),
  );
  expect(Object.keys(files).filter((path) => !path.startsWith("target/"))).toEqual(Object.keys(SHOP).sort());
  expect(text("models/stg_orders.sql")).toContain("2 * amount");
  expect(text("seeds/customers.csv")).toBe(SHOP["seeds/customers.csv"]);
  expect(Object.keys((JSON.parse(text("target/manifest.json")) as { nodes: object }).nodes)).toContain(
    "model.corner_shop.customer_totals",
  );

  expect(await openZip(page, zip)).toBe("corner_shop");
  await command(page, "dbt build");
  expect((await totals())[0]).toEqual({ name: "Ada", total: "25.50" });
});

test("hostile and broken archives are refused with a code, and the page lives on with what was open", async ({
  page,
  site,
}) => {
  await openReady(page, site);
  const project = { path: "dbt_project.yml", text: "name: evil\n" };
  const bomb = new Uint8Array(30_000_000);
  const cases: readonly (readonly [string, Uint8Array])[] = [
    ["S005", zipOf([project, { path: "../../evil.sql", text: "select 1" }])],
    ["S005", zipOf([project, { path: "C:\\evil.sql", text: "select 1" }])],
    ["S005", zipOf([project, { path: "models/bomb.sql", bytes: bomb }])],
    ["S005", zipOf([project, { path: "models/bomb.sql", bytes: bomb, claims: { bytes: 10 } }])],
    ["S004", zipOf([project, { path: "models/a.sql", text: "1", claims: { flags: 0x801 } }])],
    ["S004", zipOf([project]).slice(0, 60)],
    ["S004", new TextEncoder().encode("<html>not a zip</html>")],
    ["S007", zipOf([project, { path: "models/a.sql", bytes: new Uint8Array([0, 159, 146, 150]) }])],
    ["S008", zipOf([{ path: "readme.md", text: "no project" }])],
  ];
  for (const [code, zip] of cases) expect(await openZip(page, zip)).toMatch(new RegExp(`^${code}: `));
  await expect(page.getByText("executive_customer_health_kpis").first()).toBeVisible();
  expect(await page.evaluate(() => window.strata.query("select 41 + 1 as answer"))).toEqual([{ answer: 42 }]);

  await page.evaluate(() => (location.hash = "#/projects"));
  await page.locator("input[accept*=zip]").setInputFiles({
    name: "evil.zip",
    mimeType: "application/zip",
    buffer: Buffer.from(zipOf([project, { path: "/etc/passwd.sql", text: "x" }])),
  });
  await expect(page.getByText("evil.zip was not opened.").first()).toBeVisible();
  await page.getByRole("link", { name: "S005" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^S005/ })).toBeVisible();
});

test("every code has its page, and the list of codes is accessible", async ({ page, site }) => {
  await open(page, site, "#/errors");
  await expect(page.getByRole("heading", { name: "Codes", level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "R001" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^R001/ })).toBeVisible();
  await expectAccessible(page);
  await page.evaluate(() => (location.hash = "#/errors/X999"));
  await expect(page.getByText("There is no code “X999”.")).toBeVisible();
});
