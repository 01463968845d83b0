import { readFileSync } from "node:fs";
import { expectAccessible } from "./accessibility.ts";
import { expect, openReady, test } from "./site.ts";

const around = (select: string, more = "") => `#/lineage?select=${encodeURIComponent(select)}${more}`;

test("the lineage is narrowed, coloured, folded, searched and taken along", async ({ page, site }) => {
  await openReady(page, site, around("2+entity_locations+1", "&node=model.strata.entity_locations"));
  const card = (name: string) => page.getByRole("button", { name: new RegExp(`^${name} reads`) });
  const address = () => decodeURIComponent(new URL(page.url()).hash);

  // The menu by keyboard: opens, gives the focus back, hides a branch and shows it again.
  await card("entity_locations").focus();
  await page.keyboard.press("Shift+F10");
  await expect(page.getByRole("menuitem", { name: "Open" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(card("entity_locations")).toBeFocused();
  await card("int_locations__core").focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Hide this branch" }).click();
  await expect(card("int_locations__core")).toHaveCount(0);
  expect(address()).toContain("hide=model.strata.int_locations__core");
  await page.getByRole("button", { name: "Show hidden" }).click();
  await expect(card("int_locations__core")).toBeVisible();

  // A lens says in words what its colours say.
  await page.getByLabel("Lens").selectOption("Materialization");
  await expect(card("entity_locations")).toContainText("table");
  await expect(page.locator("#lineage-legend")).toContainText("view");
  expect(address()).toContain("lens=materialized");
  await expectAccessible(page);

  const picture = page.waitForEvent("download");
  await page.getByRole("button", { name: "Link and picture" }).click();
  await page.getByRole("menuitem", { name: "Save as SVG" }).click();
  const saved = await picture;
  expect(saved.suggestedFilename()).toBe("lineage-2+entity_locations+1.svg");
  const svg = readFileSync(await saved.path(), "utf8");
  expect(svg).toContain("Materialization");
  expect(svg).not.toContain("var(--");

  // What the box offers, and what it says to a name that is not there.
  const box = page.getByLabel("Selection in dbt's grammar");
  await box.fill("");
  await box.pressSequentially("+entity_camp");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(box).toHaveValue("+entity_campaigns");
  await box.fill("entity_custmers");
  await page.getByRole("button", { name: "Select entity_customers" }).click();
  await expect(page.getByText(/^1 of \d+ nodes$/)).toBeVisible();

  // The search leaves the selection when it must.
  await card("entity_customers").focus();
  await page.keyboard.press("/");
  await page.keyboard.type("customers__mrr_monthly");
  await page.keyboard.press("Enter");
  await expect(card("int_customers__mrr_monthly")).toBeFocused();
});

test("a column is followed from its card to its sources, by keyboard, and in the tree as well", async ({
  page,
  site,
}) => {
  await openReady(page, site, around("2+entity_locations", "&node=model.strata.entity_locations"));
  const card = page.getByRole("button", { name: /^entity_locations reads/ });
  await card.focus();
  await page.keyboard.press("+");
  await expect(page.getByRole("button", { name: "Follow location_id", exact: true }).first()).toBeVisible();
  await page.keyboard.press("+");
  await expect(page.getByRole("button", { name: "Follow location_id", exact: true }).first()).toBeFocused();
  await page.keyboard.press("Enter");
  const way = page.getByRole("region", { name: "Column lineage" });
  await expect(way).toContainText(/entity_locations\.location_id.* begins in app_database\.locations\.id/, {
    timeout: 60_000,
  });
  await expect(page.locator("path.link").first()).toBeAttached();
  await way.getByRole("button", { name: "Only its way" }).click();
  await expect(page.getByLabel("Selection in dbt's grammar")).toHaveValue("+column:entity_locations.location_id+");
  await expect(page.getByRole("button", { name: /^stg_app_database__locations reads/ })).toBeVisible();

  await page.getByRole("radio", { name: "Tree" }).click();
  await expect(page.getByRole("region", { name: "Column lineage" }).last()).toContainText("app_database.locations");
  await page.getByRole("radio", { name: "Graph" }).click();
  await page.getByRole("button", { name: /^entity_locations reads/ }).focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(way).toHaveCount(0);
});
