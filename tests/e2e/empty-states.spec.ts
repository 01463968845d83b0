import { expectAccessible } from "./accessibility.ts";
import { expect, open, openReady, ready, test } from "./site.ts";

test.use({ serviceWorkers: "allow" });

test("a browser without WebAssembly still shows lineage and files, and says what is missing", async ({
  page,
  site,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "WebAssembly"));
  await open(page, site);
  await expect(page.getByText("customer_health_kpis").first()).toBeVisible();
  await expect(page.getByText("DuckDB did not start").first()).toBeVisible();
  await page.getByRole("tab", { name: /^Problems/ }).click();
  await expect(page.getByText(/has no WebAssembly/).first()).toBeVisible();
});

test("a browser that refuses storage warns, and edits live in the tab", async ({ page, site }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "indexedDB", {
      get: () => {
        throw new DOMException("The operation is insecure.", "SecurityError");
      },
    });
  });
  await openReady(page, site);
  await expect(page.getByText(/Kept in this tab only|kept in this tab only/).first()).toBeVisible();
  const rows = await page.evaluate(() => window.strata.query("select 1 as one"));
  expect(Number(rows[0]?.["one"])).toBe(1);
});

test("a browser without service workers runs, and says that it needs the network", async ({ page, site }) => {
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "serviceWorker"));
  await openReady(page, site);
  await expect(page.getByText("Needs the network").first()).toBeVisible();
});

test("a selection in the lineage that matches nothing says so and offers everything again", async ({ page, site }) => {
  await openReady(page, site, "#/lineage?select=no_such_model");
  await expect(page.getByText(/0 of \d+ nodes/)).toBeVisible();
  await page.getByRole("button", { name: "Show everything" }).first().click();
  await expect(page.getByText("customer_health_kpis").first()).toBeVisible();
});

test("an address that leads nowhere says so", async ({ page, site }) => {
  await open(page, site, "#/nowhere");
  await expect(page.getByRole("heading", { name: "There is no such page." })).toBeAttached();
  await page
    .getByRole("link", { name: "Open the lineage" })
    .or(page.getByRole("button", { name: "Open the lineage" }))
    .click();
  await expect(page.getByText("customer_health_kpis").first()).toBeVisible();
  await ready(page);
  await expectAccessible(page);
});
