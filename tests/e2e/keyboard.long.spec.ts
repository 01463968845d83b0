/**
 * A whole round through the workbench without a mouse: every step is a key, and what has the focus is always on the screen.
 */
import type { Page } from "@playwright/test";
import { expect, openReady, test } from "./site.ts";

const PLANS = "stg_app_database__plans";

test("lineage, model, edit, build, result, tests, docs, settings, scratchpad, time, X-ray, ripple and dashboards by keyboard alone", async ({
  page,
  site,
}) => {
  test.setTimeout(600_000);
  const keys = (...pressed: readonly string[]) => pressAll(page, pressed);
  await openReady(page, site);

  // Past the header with the link that leads to the content, along the edges of the graph, into a model.
  await keys("Tab");
  expect(await focused(page)).toContain("Skip to the content");
  await keys("Enter");
  await tabTo(page, /^entity_customers reads \d+ models and feeds \d+/);
  await keys("ArrowRight", "ArrowLeft", "ArrowDown");
  const card = await focused(page);
  expect(card).toMatch(/\(button\)$/);
  await keys("Shift+F10");
  await expect(page.getByRole("menu")).toBeVisible();
  await keys("Escape");
  expect(await focused(page)).toBe(card);

  // A model by its name, a word in its source, a build with tests, its rows.
  await goTo(page, PLANS, new RegExp(`^${PLANS}`));
  await expect(page.getByRole("heading", { name: PLANS })).toBeVisible();
  await tabTo(page, /^Source of/);
  await keys("Control+Home");
  await page.keyboard.type("-- typed by hand\n");
  await keys("Control+s", "Control+Shift+Enter");
  await expect(page.locator("main header").getByText(/^built/)).toBeVisible({ timeout: 60_000 });
  await keys("Control+Enter");
  await expect(page.getByRole("columnheader", { name: /plan_id/ })).toBeVisible();
  await tabTo(page, /\(grid\)$/);
  await keys("ArrowDown", "ArrowRight", "Control+c");

  // Its tabs: the tests, the steps of the X-ray.
  await tabTo(page, /^Code \(tab\)$/, "Shift+Tab");
  await choose(page, /^Tests/);
  await tabTo(page, /^Run the tests/);
  await tabTo(page, /^Tests \d+ \(tab\)$/, "Shift+Tab");
  await choose(page, /^X-ray/);
  await expect(page.getByRole("button", { name: "Start the X-ray" })).toBeVisible();
  await tabTo(page, /^Start the X-ray/);
  await keys("Enter");
  await expect(page.getByRole("button", { name: "Run again" })).toBeVisible({ timeout: 60_000 });
  await tabTo(page, /^stg_app_database__plans result/);
  await keys("ArrowUp");
  await expect(page).toHaveURL(/step=final/);

  // Docs: a search, its hits with the arrow keys.
  await goTo(page, "docs", /^Docs/);
  await expect(page).toHaveURL(/#\/docs/);
  await tabTo(page, /^Search the catalogue/);
  await page.keyboard.type("health score");
  await expect(page).toHaveURL(/q=health/);
  await keys("ArrowDown", "Enter");
  await expect(page).toHaveURL(/#\/docs\/\w+\./);

  await goTo(page, "settings", /^Settings/);
  await tabTo(page, /^As the system \(radio\)$/);
  await keys("ArrowRight", "ArrowRight");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");

  await goTo(page, "scratchpad", /^Scratchpad/);
  await tabTo(page, /^SQL of/);
  await keys("Control+a");
  await page.keyboard.type("select 6 * 7 as answer");
  await keys("Control+Enter");
  await expect(page.getByRole("gridcell", { name: "42" })).toBeVisible();

  await goTo(page, "time", /^Time/);
  await tabTo(page, /^Search tables/);
  await page.keyboard.type("plans");
  await tabTo(page, /^snap_plans/);
  await keys("Enter");
  await tabTo(page, /^Run the snapshot/);
  await keys("Enter");
  await expect(page.getByText(/rows? in force on this day/)).toBeVisible({ timeout: 60_000 });
  await tabTo(page, /^Versions of each key over time/);
  await keys("ArrowDown", "Space");
  await expect(page).toHaveURL(/key=/);

  await goTo(page, "ripple", /^Live ripple/);
  await tabTo(page, /^(Turn live mode on|All models)/);

  await goTo(page, "dashboards", /^Dashboards/);
  await tabTo(page, /^Customer 360/);
  await keys("Enter");
  await expect(page).toHaveURL(/#\/dashboard\//);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

  // The list of keys, and out of it again.
  await keys("Escape", "?");
  await expect(page.getByRole("dialog", { name: "Keys and help" })).toBeVisible();
  await keys("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

async function pressAll(page: Page, pressed: readonly string[]): Promise<void> {
  for (const key of pressed) {
    await page.keyboard.press(key);
    // The focus follows when the page has drawn what the key did.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  }
}

/** Through the palette; the entry is chosen with the arrow keys. */
async function goTo(page: Page, text: string, entry: RegExp): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  await page.keyboard.type(text);
  const chosen = page.getByRole("dialog").getByRole("option", { selected: true });
  for (let step = 0; step < 12; step += 1) {
    if (entry.test((await chosen.innerText({ timeout: 10_000 })).trim())) {
      await page.keyboard.press("Enter");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      return;
    }
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`The palette does not offer ${String(entry)} for "${text}".`);
}

/** Along a row of tabs with the arrow keys. */
async function choose(page: Page, tab: RegExp): Promise<void> {
  for (let step = 0; step < 10; step += 1) {
    if (tab.test(await focused(page))) return void (await page.keyboard.press("Enter"));
    await page.keyboard.press("ArrowRight");
  }
  throw new Error(`There is no tab ${String(tab)}.`);
}

/** Tab until what has the focus is called so; what is passed on the way has to be on the screen. */
async function tabTo(page: Page, name: RegExp, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (name.test(now)) return;
    // An editor takes Tab for itself until it is left with Escape.
    if (passed.at(-1) === now) await page.keyboard.press("Escape");
    passed.push(now);
  }
  throw new Error(`${String(name)} was not reached by ${key}; passed: ${passed.join(" | ")}`);
}

/** Name of what has the focus; "grid" and the like stand behind it. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return "";
    const labelled = element.getAttribute("aria-labelledby")?.split(" ") ?? [];
    const name =
      element.getAttribute("aria-label") ??
      (labelled.length > 0 ? labelled.map((id) => document.getElementById(id)?.textContent ?? "").join(" ") : null) ??
      (element instanceof HTMLInputElement || element instanceof HTMLSelectElement
        ? [...(element.labels ?? [])].map((label) => label.textContent).join(" ")
        : null) ??
      element.textContent ??
      "";
    const role = element.getAttribute("role") ?? "";
    return `${name.trim().replace(/\s+/g, " ").slice(0, 80)}${role === "" ? "" : ` (${role})`}`;
  });
}
