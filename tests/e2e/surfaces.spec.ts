import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { expect, openReady, test } from "./site.ts";

const surfaces = [
  ["lineage", "#/lineage", "customer_health_kpis"],
  ["models", "#/models", "entity_customers_history"],
  ["model", "#/model/model.strata.entity_customers", "entity_customers"],
  ["learn", "#/learn", "Learn"],
] as const;

/** One page for all: what is looked at are the surfaces, and starting a page takes longer than looking. */
async function show(page: Page, hash: string, text: string): Promise<void> {
  await page.evaluate((to) => (location.hash = to), hash);
  await expect(page.getByRole("main").getByText(text).first()).toBeVisible();
}

test("lineage, models, a model and the lessons are accessible in both themes", async ({ page, site }) => {
  test.setTimeout(180_000);
  await openReady(page, site);
  for (const [, hash, text] of surfaces) {
    await show(page, hash, text);
    await expectAccessible(page);
  }
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("they fit and are accessible", async ({ page, site }) => {
    test.setTimeout(180_000);
    await openReady(page, site);
    for (const [name, hash, text] of surfaces) {
      await show(page, hash, text);
      const cut = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(cut, `pixels of ${name} cut off at the right`).toBeLessThanOrEqual(0);
      await expectAccessible(page);
    }
  });
});

test("the lineage is walked with the keyboard", async ({ page, site }) => {
  await openReady(page, site);
  await page.getByLabel("Selection in dbt's grammar").fill("1+entity_customers executive_customer_health_kpis");
  const mart = page.getByRole("button", { name: /^executive_customer_health_kpis reads/ });
  // The picture of the selection is there when it shows what stood in a stack before.
  await expect(mart).toBeVisible();
  await page.getByRole("button", { name: /^entity_customers reads/ }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(mart).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#\/model\/model\.strata\.int_/);
});
