import { expectAccessible } from "./accessibility.ts";
import { columnsOf, parserRequests } from "./columns-page.ts";
import { expect, openReady, test } from "./site.ts";

test("a model's columns say where they come from once that is asked, by keyboard too", async ({ page, site }) => {
  await openReady(page, site, columnsOf("int_customers__core"));
  const ask = page.getByRole("button", { name: "Show where columns come from" });
  await expect(ask).toBeVisible();
  expect(parserRequests(site)).toBe(0);
  await ask.press("Enter");

  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "customer_id", exact: true }) });
  await expect(row.getByRole("link", { name: "stg_app_database__accounts.customer_id" })).toBeVisible();
  await expect(row).toContainText("as it is");
  await expect(page.getByRole("region", { name: "Columns" })).toContainText(/One row per customer_id/);
  expect(parserRequests(site)).toBe(1);

  const way = row.getByRole("button", { name: "whole way of customer_id" });
  await way.press("Enter");
  await expect(way).toHaveAttribute("aria-expanded", "true");
  await expect(row.getByRole("link", { name: "app_database.accounts.id", exact: true })).toBeVisible();
  await expect(row.getByRole("link", { name: "entity_customers.customer_id", exact: true })).toBeVisible();
  await expectAccessible(page);

  // Nobody is asked twice: the next model answers by itself.
  await row.getByRole("link", { name: "stg_app_database__accounts.customer_id" }).first().click();
  await expect(page.getByRole("heading", { name: "stg_app_database__accounts" })).toBeVisible();
  await expect(page.getByRole("link", { name: "app_database.accounts.id", exact: true })).toBeVisible();
  await page.getByRole("tab", { name: "Docs" }).click();
  await expect(page.getByText("held by a unique test").first()).toBeVisible();
});
