/**
 * Checks what is on the screen with axe, in the light and the dark theme.
 */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./site.ts";

/** `part` is a selector of what lies over a page that another test checks whole; without it all of the page is checked. */
export async function expectAccessible(page: Page, part = "html"): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await page.evaluate((name) => (document.documentElement.dataset["theme"] = name), theme);
    // Colours that are still changing would be measured half way. A cursor blinks for ever.
    await page.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime))
          .map((animation) => animation.finished.catch(() => undefined)),
      ),
    );
    const builder = new AxeBuilder({ page }).include(part);
    // What another theme can change are colours.
    const { violations } = await (
      theme === "light"
        ? builder.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        : builder.withRules(["color-contrast", "link-in-text-block"])
    ).analyze();
    const told = violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => String(target)).join(" | ")}`,
    );
    expect(told, `accessibility in the ${theme} theme at ${page.url()}`).toEqual([]);
  }
}
