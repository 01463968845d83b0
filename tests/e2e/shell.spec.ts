import { expectAccessible } from "./accessibility.ts";
import { expect, open, test } from "./site.ts";

test("the palette finds models, columns, lessons, settings and actions by keyboard, and knows the last places", async ({
  page,
  site,
}) => {
  await open(page, site, "#/settings");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  const first = page.getByRole("option").first();
  const ask = async (text: string) => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Search and commands" }).getByRole("combobox")).toBeFocused();
    await page.keyboard.type(text);
  };
  await ask("entity_customers");
  await expect(first).toContainText("dbt build --select +entity_customers");
  await expectAccessible(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#\/model\/model\.strata\.entity_customers/);
  await ask("customer_health_sc");
  await expect(page.getByRole("option", { name: /^customer_health_score in entity_customers/ }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await ask("shortcuts");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Keys and help" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await ask("");
  await expect(page.getByRole("option", { name: /^Settings recent/ })).toBeVisible();
});

test("settings take effect, are remembered, and say what this device stores", async ({ page, site }) => {
  await open(page, site, "#/settings");
  await page.getByRole("radio", { name: "Dark" }).click();
  await page.getByRole("radio", { name: "Projector" }).click();
  await page.getByRole("radio", { name: "Less" }).click();
  await page.reload();
  const root = page.locator("html");
  await expect(root).toHaveAttribute("data-theme", "dark");
  await expect(root).toHaveAttribute("data-motion", "less");
  expect(await root.evaluate((element) => getComputedStyle(element).fontSize)).toBe("21.6px");
  await expect(page.getByText("Lesson progress", { exact: true })).toBeVisible();
  await page.getByRole("radio", { name: "Normal" }).click();
  await expectAccessible(page);
});

test("the tour starts when it is asked to, points at real things, and ends at any stop", async ({ page, site }) => {
  await open(page, site);
  const card = page.getByRole("dialog", { name: "Tour" });
  await page.getByText("Or take the tour").click();
  await expect(card).toContainText("Stop 1 of 5");
  await expect(card).toBeFocused();
  await card.getByRole("button", { name: "Next" }).click();
  await expect(page).toHaveURL(/health_components/);
  await expect(card).toContainText("Stop 2 of 5");
  await expectAccessible(page, "[role=dialog]");
  await page.keyboard.press("Escape");
  await expect(card).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("main")).toBeVisible();
  await expect(page.getByText("Or take the tour")).toHaveCount(0);
});

test("the header shows what fits, and the rest behind More", async ({ page, site }) => {
  await page.setViewportSize({ width: 800, height: 600 });
  await open(page, site, "#/settings");
  const more = page.getByRole("button", { name: /^More places/ });
  await more.click();
  await expect(page.getByRole("link", { name: "Learn" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(more).toBeFocused();
  const header = page.locator("header.header");
  expect(await header.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  await page.setViewportSize({ width: 2000, height: 600 });
  await expect(more).toHaveCount(0);
});
