/**
 * Every surface at 200 % zoom (half of a laptop's pixels) and 320 pixels wide: the page scrolls in one direction at most, and nothing
 * that can be pressed or read lies outside of what scrolling reaches.
 */
import type { Page } from "@playwright/test";
import { SURFACES, type SurfaceName } from "../../src/app/surfaces.ts";
import { command, expect, openReady, test } from "./site.ts";

/** What comes after the name of a surface that shows one thing. */
const OF: Partial<Record<SurfaceName, string>> = {
  model: "/model.strata.entity_customers",
  file: "/dbt_project.yml",
  relation: "/main/seed_status_mapping",
  dashboard: "/customer_360_view",
  xray: "/model.strata.stg_app_database__plans",
  lesson: "/entity-centric-modelling/three-table-pattern",
  metric: "/revenue.mrr",
  workshop: "/history-that-does-not-lie",
};

function addresses(): string[] {
  const names = Object.keys(SURFACES) as SurfaceName[];
  return names.map((name) => {
    const facts = SURFACES[name];
    const below = OF[name] ?? "";
    expect(below !== "" || facts.segments[0] === 0 || name === "share", `an address for the surface "${name}"`).toBe(
      true,
    );
    return `#/${facts.path}${below}`;
  });
}

const SIZES = [
  { name: "200 % zoom", width: 720, height: 450, scale: 2 },
  { name: "320 pixels", width: 320, height: 640, scale: 1 },
] as const;

for (const { name, width, height, scale } of SIZES) {
  test.describe(`at ${name}`, () => {
    test.use({ viewport: { width, height }, deviceScaleFactor: scale });

    test("every surface scrolls in one direction only, and nothing on it is out of reach", async ({ page, site }) => {
      test.setTimeout(300_000);
      await openReady(page, site, "#/settings");
      // The relation that is looked at.
      await command(page, "dbt seed --select seed_status_mapping");
      const found: string[] = [];
      for (const address of addresses()) {
        await page.evaluate((hash) => (location.hash = hash), address);
        await settled(page);
        for (const fault of await page.evaluate(outOfReach)) found.push(`${address}: ${fault}`);
      }
      expect(found).toEqual([]);
    });
  });
}

/** The page of this address is there, and its pictures no longer move. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator("main h1").first()).toBeAttached();
  await expect(page.locator("main").getByText("Laying down the workbench")).toHaveCount(0);
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Runs in the page. */
function outOfReach(): string[] {
  const faults: string[] = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    faults.push(`the page is ${root.scrollWidth - root.clientWidth} px too wide`);
  const said = (element: Element) =>
    `<${element.tagName.toLowerCase()}> "${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}"`;
  const scrolls = (element: Element, direction: "X" | "Y") => {
    const style = getComputedStyle(element);
    return /auto|scroll/.test(direction === "X" ? style.overflowX : style.overflowY);
  };
  for (const element of document.querySelectorAll(
    "a[href], button, input, select, textarea, h1, h2, h3, p, [role=tab]",
  )) {
    const box = element.getBoundingClientRect();
    if (
      box.width < 2 ||
      box.height < 2 ||
      !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    )
      continue;
    if (element.closest(".visually-hidden, [data-lineage], [aria-hidden=true], [role=grid], .cm-editor, svg, .skip"))
      continue;
    // The nearest part that cuts off what does not fit.
    let cutX = false;
    let cutY = false;
    for (let parent = element.parentElement; parent; parent = parent.parentElement) {
      const style = getComputedStyle(parent);
      const frame = parent.getBoundingClientRect();
      if (scrolls(parent, "X")) cutX = true;
      if (scrolls(parent, "Y")) cutY = true;
      if (!cutX && /hidden|clip/.test(style.overflowX) && (box.left > frame.right - 2 || box.right < frame.left + 2)) {
        faults.push(`${said(element)} lies beside ${parent.className || parent.tagName}`);
        break;
      }
      if (!cutY && /hidden|clip/.test(style.overflowY) && (box.top > frame.bottom - 2 || box.bottom < frame.top + 2)) {
        faults.push(`${said(element)} lies below ${parent.className || parent.tagName}`);
        break;
      }
      if (style.position === "fixed") break;
    }
    if (!cutX && (box.left >= innerWidth || box.right <= 0)) faults.push(`${said(element)} lies beside the page`);
    else if (!cutX && box.right > innerWidth + 1 && box.width <= innerWidth)
      faults.push(`${said(element)} is cut off at the right`);
  }
  // Room for what is to be read.
  const main = document.querySelector("main");
  if (main && main.clientHeight < 120) faults.push(`the content has ${main.clientHeight} px of height`);
  return faults;
}
