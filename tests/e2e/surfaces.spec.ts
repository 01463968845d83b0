import { expectAccessible } from "./accessibility.ts";
import { expect, openReady, test } from "./site.ts";

const surfaces = [
  ["lineage", "#/lineage", "customer_health_kpis"],
  ["models", "#/models", "entity_customers_history"],
  ["model", "#/model/model.strata.entity_customers", "entity_customers"],
  ["learn", "#/learn", "Learn"],
] as const;

for (const [name, hash, text] of surfaces) {
  test(`${name} is accessible in both themes`, async ({ page, site }) => {
    await openReady(page, site, hash);
    await expect(page.getByRole("main").getByText(text).first()).toBeVisible();
    await expectAccessible(page);
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  for (const [name, hash, text] of surfaces) {
    test(`${name} fits and is accessible`, async ({ page, site }) => {
      await openReady(page, site, hash);
      await expect(page.getByRole("main").getByText(text).first()).toBeVisible();
      const cut = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(cut, "pixels cut off at the right").toBeLessThanOrEqual(0);
      await expectAccessible(page);
    });
  }
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
