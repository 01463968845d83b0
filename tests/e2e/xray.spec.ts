import { expectAccessible } from "./accessibility.ts";
import { expect, openReady, test } from "./site.ts";

test("a model is walked through step by step, and a join says whom it lost", async ({ page, site }) => {
  await openReady(page, site, "#/xray/model.strata.int_locations__core");
  await page.getByRole("button", { name: "Start the X-ray" }).click();
  await expect(page.getByRole("button", { name: "Run again" })).toBeVisible({ timeout: 60_000 });
  const steps = page.getByRole("navigation", { name: "Steps" });
  await expect(steps.getByRole("button").last()).toHaveAttribute("aria-current", "step");
  await expect(steps.getByRole("button").last()).toContainText(/int_locations__core\s*result\s*92 rows/);
  await expectAccessible(page);

  await steps.getByRole("button").last().focus();
  await page.keyboard.press("ArrowUp");
  await expect(page).toHaveURL(/\?step=final$/);
  const findings = page.getByRole("group", { name: "Findings" });
  await expect(findings.getByText(/found no partner|found exactly one partner/).first()).toBeVisible();
  await expect(findings.getByText(/unique/).first()).toBeVisible();
  await expect(page.getByRole("grid", { name: "Rows of final" })).toBeVisible();
});
