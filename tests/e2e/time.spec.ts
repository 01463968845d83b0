import { expectAccessible } from "./accessibility.ts";
import { command, expect, openReady, test } from "./site.ts";

test("a table of versions is cut at a day: by key, by the two rules, and beside a table of the present", async ({
  page,
  site,
}) => {
  await openReady(page, site, "#/time");
  await page.getByLabel("Search tables").fill("plans");
  await page.getByRole("link", { name: "snap_plans" }).click();

  // A snapshot is never taken by looking at it.
  await page.getByRole("button", { name: "Run the snapshot" }).click();
  await expect(page.getByText(/rows? in force on this day/)).toBeVisible();
  await expect(page.getByRole("grid", { name: "Versions of each key over time" })).toBeVisible();

  await page.getByRole("radio", { name: "BETWEEN" }).click();
  await expect(page).toHaveURL(/rule=between/);
  await page.getByRole("combobox", { name: "Measure" }).selectOption("count");
  await page.getByRole("radio", { name: "Type 1 and Type 2" }).click();
  await expect(page.getByText(/A Type 1 table overwrites/)).toBeVisible();
  await page.getByRole("radio", { name: "Gaps and overlaps" }).click();
  await expect(page.getByText("Every version ends where the next one begins")).toBeVisible();

  // The keyboard walks the chart: Space chooses a key, and the address remembers it.
  await page.getByRole("grid", { name: "Versions of each key over time" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/key=/);
  await page.getByRole("radio", { name: "Chosen 1" }).click();
  await expect(page.getByText(/, the chosen key$/)).toBeVisible();

  const address = page.url();
  await page.reload();
  await expect(page.getByText("This snapshot has not run yet.")).toBeVisible();
  expect(page.url()).toBe(address);
});

test("the clock moves with its snapshots, and says how far they have grown", async ({ page, site }) => {
  await openReady(page, site, "#/data");
  await page.getByLabel("Today is").fill("2020-01-01");
  await expect(page.getByText(/Choose a day from/)).toBeVisible();
  await page.getByLabel("Today is").fill("2025-06-02");
  await page.getByRole("button", { name: "Go there" }).click();
  await expect(page.getByText("2025-12-31 → 2025-06-02")).toBeVisible();

  await command(page, "build --select +snap_plans");
  await page.getByLabel("Snapshots, with what they read").check();
  await expect(page.getByText("dbt build --select +resource_type:snapshot")).toBeVisible();
  await page.getByRole("button", { name: "A day on" }).click();
  const step = page.getByRole("listitem").filter({ hasText: "2025-06-02 → 2025-06-03" });
  await expect(step.getByText("done", { exact: true })).toBeVisible();
  await expect(step.getByRole("row", { name: /snap_plans \+0 rows/ })).toBeVisible();

  await page.getByRole("button", { name: "Back to 2025-06-02" }).click();
  await expect(page.getByText(/snapshots do not: they keep what they have seen/)).toBeVisible();
  await expectAccessible(page);
});

test("the page of a history is accessible in both themes", async ({ page, site }) => {
  await openReady(page, site, "#/time/snap_plans");
  await page.getByRole("button", { name: "Run the snapshot" }).click();
  await expect(page.getByText(/rows? in force on this day/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("radio", { name: "Table", exact: true }).click();
  await expect(page.getByRole("columnheader", { name: "Key", exact: true }).first()).toBeVisible();
});
