/**
 * A student does the lesson "The three-table pattern" from its first step to its end.
 */
import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "./site.ts";

const content = resolve(
  import.meta.dirname,
  "../../src/lessons/content/02-entity-centric-modelling/04-three-table-pattern",
);
const fileText = (path: string) => readFileSync(resolve(content, path), "utf8");

export const lessonHash = "#/learn/entity-centric-modelling/three-table-pattern";

/** A lesson puts its tables in place when it is opened; what is too much for that is built by its button. */
export async function tablesStand(page: Page): Promise<void> {
  const lesson = page.locator("[data-tables]");
  await expect(lesson).toHaveAttribute("data-tables", /built|missing/, { timeout: 60_000 });
  if ((await lesson.getAttribute("data-tables")) === "missing")
    await page.getByRole("button", { name: /^Build the tables/ }).click();
  await expect(lesson).toHaveAttribute("data-tables", "built", { timeout: 60_000 });
}

export async function guessRows(page: Page): Promise<void> {
  await page.getByLabel("Rows of entity_customers", { exact: true }).fill("3");
  await page.getByLabel("Rows of entity_customers_history").fill("7");
  await page.getByLabel("Rows of entity_customers_daily").fill("90");
  await page.getByRole("button", { name: "Show the truth" }).click();
  await expect(page.getByRole("row", { name: /entity_customers_daily 90 93/ })).toBeVisible();
}

export async function goToTask(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByText("Rebuild today from history").first()).toBeVisible();
}

/** Puts a file of the lesson into the editor and checks it with the keyboard. */
export async function answer(page: Page, path: string): Promise<void> {
  await page.getByRole("textbox", { name: /^Your answer/ }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(fileText(path));
  await page.keyboard.press("Control+Shift+Enter");
}

export async function finish(page: Page): Promise<void> {
  await answer(page, "solution/rebuild_today.sql");
  await expect(page.getByText("One click to make it stick")).toBeVisible();
  await page.getByRole("button", { name: "day < valid_to" }).click();
  await expect(page.getByText("Yes. The old version ends on that day")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Done. Now you can" })).toBeVisible();
}
