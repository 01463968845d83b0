/** The first module from the Learn page to its end, without a mouse: what is wanted is reached with Tab, and used with keys. */
import type { Locator, Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, openReady, test } from "./site.ts";

const content = resolve(import.meta.dirname, "../../src/lessons/content/00-orientation");

test("the first module is done with the keyboard alone", async ({ page, site }) => {
  test.setTimeout(180_000);
  await page.addInitScript(() => {
    for (const type of ["pointerdown", "mousedown"])
      addEventListener(type, (event) => console.error(`a ${event.type} in a test of the keyboard`), true);
  });
  await openReady(page, site, "#/learn");

  await tabTo(page, page.getByRole("link", { name: "Start here: Run, check, scratch" }));
  await page.keyboard.press("Enter");
  await runAndCheck(page);

  await goOn(page, "2. Layers and selectors");
  await layersInOrder(page);

  await goOn(page, "3. Grain");
  await theFalseClaim(page);
  await proveIt(page);
  await expect(page.getByRole("region", { name: "Done. Now you can" })).toContainText("prove it with one query");
});

async function runAndCheck(page: Page): Promise<void> {
  await tabTo(page, page.getByLabel("Command"));
  await page.keyboard.type("run --select stg_app_database__accounts");
  await page.keyboard.press("Enter");
  await expect(verdict(page, "Run one model")).toBeVisible();
  await tablesStand(page);

  await next(page);
  await tabTo(page, page.getByLabel("The staging model has"));
  await page.keyboard.type("fewer");
  await press(page, "Show the truth");
  await expect(page.getByRole("row", { name: /^The staging model has fewer/ })).toBeVisible();
  // The form is gone; the focus is where its answer stands.
  await expect(page.getByRole("table").filter({ hasText: "The staging model has" })).toBeFocused();
  await next(page);
  await next(page);
}

async function layersInOrder(page: Page): Promise<void> {
  const cards = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: /^Move up/ }) });
  const names = ["Sources", "Staging", "Intermediate", "Entities", "Marts"];
  for (const [place, name] of names.entries()) {
    await expect(cards.filter({ hasText: `${name}:` })).toHaveCount(1);
    const texts = await cards.allInnerTexts();
    const from = texts.findIndex((text) => text.includes(`${name}:`));
    if (from === place) continue;
    await tabTo(page, cards.nth(from).getByRole("button", { name: /^Move up/ }));
    for (let at = from; at > place; at -= 1) await page.keyboard.press("Enter");
    await expect(cards.nth(place)).toContainText(`${name}:`);
  }
  await press(page, "Check");
  await expect(verdict(page, "From record to answer")).toBeVisible();

  await next(page);
  await tabTo(page, page.getByLabel("Command"));
  await page.keyboard.type("build --select +entity_customers");
  await page.keyboard.press("Enter");
  await expect(verdict(page, "Everything behind a customer")).toBeVisible();

  await next(page);
  await tabTo(page, page.getByRole("radio").first());
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await press(page, "Check");
  await expect(verdict(page, "What has to run again?")).toBeVisible();
}

async function theFalseClaim(page: Page): Promise<void> {
  await tablesStand(page);
  await tabTo(page, page.getByRole("checkbox", { name: "Mark the row 2" }));
  await page.keyboard.press("Space");
  await press(page, "Check");
  await expect(verdict(page, "Which claim is false?")).toBeVisible();
  await next(page);
}

async function proveIt(page: Page): Promise<void> {
  const editor = page.getByRole("textbox", { name: /^Your answer/ });
  await tabTo(page, editor);
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(readFileSync(resolve(content, "03-grain/solution/prove.sql"), "utf8"));
  await press(page, "Check Ctrl Shift Enter");
  await expect(page.getByRole("heading", { name: "Correct, on this data and on the hidden data." })).toBeVisible({
    timeout: 60_000,
  });
  await press(page, "where looks at single rows, before they are counted.");
  await expect(page.getByText("Yes. The count exists only once the groups do.")).toBeVisible();
}

async function goOn(page: Page, title: string): Promise<void> {
  await tabTo(page, page.getByRole("region", { name: "Done. Now you can" }).getByRole("link").first());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

/** Small tables stand up by themselves; for others the lesson's button is pressed. */
async function tablesStand(page: Page): Promise<void> {
  const lesson = page.locator("[data-tables]");
  await expect(lesson).toHaveAttribute("data-tables", /built|missing/, { timeout: 60_000 });
  if ((await lesson.getAttribute("data-tables")) === "missing") await press(page, "Build the tables");
  await expect(lesson).toHaveAttribute("data-tables", "built", { timeout: 90_000 });
}

async function next(page: Page): Promise<void> {
  await press(page, "Next");
}

async function press(page: Page, name: string): Promise<void> {
  await tabTo(page, page.getByRole("button", { name, exact: true }).first());
  await page.keyboard.press("Enter");
}

const verdict = (page: Page, title: string): Locator =>
  page.getByRole("heading", { level: 3, name: title }).getByText("Correct", { exact: true });

/** Tab by Tab towards it, forwards or back. In an editor Tab indents, and Escape lets it leave. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 100; presses += 1) {
    const { there, inEditor, back } = await target.evaluate((element) => {
      const now = document.activeElement ?? document.body;
      return {
        there: element === now,
        inEditor: now.ariaMultiLine === "true",
        back: now !== document.body && (element.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
      };
    });
    if (there) return;
    if (inEditor) await page.keyboard.press("Escape");
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
  }
  throw new Error("What is wanted cannot be reached with Tab.");
}
