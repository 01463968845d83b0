/**
 * Does what a student does on a lesson's page, for any lesson: each exercise by its type. What is to be answered comes from the
 * lesson's files, what happened is read off the page alone.
 */
import type { Locator, Page } from "@playwright/test";
import { shuffled } from "../../src/app/learn/shuffle.ts";
import { splitFiles } from "../../src/lessons/answer-files.ts";
import {
  isWritten,
  type Exercise,
  type FindExercise,
  type Lesson,
  type Module,
  type OrderExercise,
  type PredictExercise,
  type TuneExercise,
  type WrittenExercise,
} from "../../src/lessons/pack.ts";
import { expect } from "./site.ts";

/** A check asks the reference and hidden data; on a busy machine that takes its time. */
const CHECK_MS = 120_000;
const BUILD_MS = 420_000;

export async function openLesson(page: Page, module: Module, lesson: Lesson): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `#/learn/${module.slug}/${lesson.slug}`);
  await expect(page.getByRole("heading", { level: 1, name: `${lesson.number}. ${lesson.title}` })).toBeVisible();
  await expect(page.getByText(`step 1 of ${lesson.steps.length}`, { exact: true })).toBeVisible();
}

/** The lesson's tables, which the page makes by itself where that is soon done, and else when its button is pressed. */
export async function buildTables(page: Page): Promise<void> {
  const lesson = page.locator("[data-tables]");
  await expect(lesson).toHaveAttribute("data-tables", /built|missing|failed/, { timeout: BUILD_MS });
  if ((await lesson.getAttribute("data-tables")) === "missing")
    await page
      .getByRole("button", { name: /^Build the tables/ })
      .first()
      .press("Enter");
  await expect(lesson).toHaveAttribute("data-tables", /built|failed/, { timeout: BUILD_MS });
  await expect(lesson).toHaveAttribute("data-tables", "built");
}

/** `step` counts from 1. */
export async function goToStep(page: Page, lesson: Lesson, step: number): Promise<void> {
  const label = `step ${step} of ${lesson.steps.length}`;
  await page
    .getByRole("navigation", { name: "Steps of the lesson" })
    .getByRole("button", { name: `${label}:` })
    .click();
  await expect(page.getByText(label, { exact: true })).toBeVisible();
}

/** Answers an exercise and sees that it is accepted. */
export async function solve(page: Page, exercise: Exercise): Promise<void> {
  if (isWritten(exercise)) return solveWritten(page, exercise);
  const card = cardOf(page, exercise);
  await expect(card).toBeVisible();
  if (exercise.type === "predict") return guess(card, exercise);
  await click(page, card, exercise);
  await card.getByRole("button", { name: "Check", exact: true }).press("Enter");
  await expect(card.getByRole("heading", { name: exercise.title }).getByText("Correct", { exact: true })).toBeVisible({
    timeout: CHECK_MS,
  });
  if (exercise.explain !== null) await explain(card, exercise);
}

/** Puts the right answer in its place; what is returned asks for the check and does not wait for its end. */
export async function prepare(page: Page, exercise: Exclude<Exercise, PredictExercise>): Promise<() => Promise<void>> {
  if (isWritten(exercise)) {
    await expect(page.getByRole("heading", { name: `Your turn: ${exercise.title}` })).toBeVisible();
    await write(page, exercise, exercise.solution);
    return () => check(page);
  }
  const card = cardOf(page, exercise);
  await click(page, card, exercise);
  const button = card.getByRole("button", { name: "Check", exact: true });
  await expect(button).toBeEnabled();
  return () => button.press("Enter");
}

async function click(
  page: Page,
  card: Locator,
  exercise: Exclude<Exercise, PredictExercise | WrittenExercise>,
): Promise<void> {
  switch (exercise.type) {
    case "mcq":
      for (const [index, choice] of exercise.choices.entries())
        if (choice.right) await card.locator("fieldset label").nth(index).locator("input").check();
      return;
    case "order":
      return exercise.groups.length > 0 ? sortIntoPiles(card, exercise) : putInOrder(page, card, exercise);
    case "find":
      return mark(page, card, exercise);
    case "tune":
      return tune(card, exercise);
    case "cmd":
      return card.getByLabel("Command").fill(exercise.solution);
  }
}

/** Gives the first known wrong answer and sees that the page answers with the words that belong to it. */
export async function giveWrongAnswer(page: Page, exercise: WrittenExercise): Promise<void> {
  const [wrong] = exercise.anti;
  if (wrong === undefined) return;
  await write(page, exercise, wrong.sql);
  await check(page);
  const output = page.getByRole("tabpanel", { name: "Check", exact: true });
  await expect(output.getByRole("heading", { level: 2 })).toHaveText(patternOf(wrong.headline), { timeout: CHECK_MS });
  await expect(output.getByRole("img", { name: "Not yet" })).toBeVisible();
  if (wrong.feedback !== "") await expect(output).toContainText(patternOf(wrong.feedback));
}

/** Below the last answer that was written; a lesson without an editor ends with its text. */
export async function expectFinished(page: Page, lesson: Lesson): Promise<void> {
  if (!lesson.exercises.some(isWritten)) await goToStep(page, lesson, lesson.steps.length);
  const finish = page.getByRole("region", { name: "Done. Now you can" });
  await expect(finish).toBeVisible();
  for (const ability of lesson.finish) await expect(finish).toContainText(ability);
}

async function solveWritten(page: Page, exercise: WrittenExercise): Promise<void> {
  await expect(page.getByRole("heading", { name: `Your turn: ${exercise.title}` })).toBeVisible();
  await write(page, exercise, exercise.solution);
  await check(page);
  const output = page.getByRole("tabpanel", { name: "Check", exact: true });
  await expect(output.getByRole("img", { name: "Correct" }).first()).toBeVisible({ timeout: CHECK_MS });
  await expect(page.getByRole("heading", { name: `Your turn: ${exercise.title}` })).toContainText("Correct");
  if (exercise.explain !== null) await explain(output, exercise);
}

/** Each file of the answer into its own tab, in place of what stands there. */
async function write(page: Page, exercise: WrittenExercise, answer: string): Promise<void> {
  for (const { name, text } of splitFiles(answer, exercise.files)) {
    await page.getByRole("tab", { name, exact: true }).click();
    const editor = page.getByRole("textbox", { name: `Your answer, ${name}`, exact: true });
    await editor.focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(text);
  }
}

async function check(page: Page): Promise<void> {
  await page.keyboard.press("Control+Shift+Enter");
}

async function explain(place: Locator, { explain }: Exercise): Promise<void> {
  const right = explain?.choices.find((choice) => choice.right);
  if (explain === null || right === undefined) return;
  const question = place.getByRole("group", { name: explain.question });
  await question.getByRole("button", { name: right.text, exact: true }).click();
  await expect(place.getByText(right.reply)).toBeVisible();
}

async function guess(card: Locator, exercise: PredictExercise): Promise<void> {
  for (const field of exercise.fields) {
    const input = card.getByLabel(field.label, { exact: true });
    const [choice] = field.choices;
    if (choice === undefined) await input.fill("7");
    else await input.selectOption(choice);
  }
  await card.getByRole("button", { name: "Show the truth" }).press("Enter");
  for (const field of exercise.fields) {
    const row = card
      .getByRole("row")
      .filter({ has: card.page().getByRole("rowheader", { name: field.label, exact: true }) });
    await expect(row.getByRole("cell").nth(1)).toHaveText(/^[^…]+$/, { timeout: CHECK_MS });
  }
}

/** With the buttons, by keyboard: each item up to its place, from the first to the last. */
async function putInOrder(page: Page, card: Locator, exercise: OrderExercise): Promise<void> {
  const order = shuffled(exercise.items, exercise.id).map((item) => item.id);
  const rows = card.getByRole("listitem");
  for (const [place, { id }] of exercise.items.entries()) {
    const from = order.indexOf(id);
    const up = rows.nth(from).getByRole("button", { name: /^Move up/ });
    if (from > place) await up.focus();
    for (let at = from; at > place; at -= 1) {
      await page.keyboard.press("Enter");
      await expect(rows.nth(at - 1).getByRole("button", { name: /^Move up/ })).toBeFocused();
    }
    order.splice(place, 0, ...order.splice(from, 1));
  }
}

async function sortIntoPiles(card: Locator, exercise: OrderExercise): Promise<void> {
  for (const [index, item] of shuffled(exercise.items, exercise.id).entries())
    await card
      .getByRole("combobox")
      .nth(index)
      .selectOption(item.groups[0] ?? "");
}

async function mark(page: Page, card: Locator, exercise: FindExercise): Promise<void> {
  for (const target of await targetsOf(page, exercise)) {
    if (exercise.kind === "row")
      await card.getByRole("checkbox", { name: `Mark the row ${target}`, exact: true }).check();
    else if (exercise.kind === "column") await card.getByRole("button", { name: target, exact: true }).press("Enter");
    else {
      const index = exercise.options.findIndex((option) => option.id === target);
      await card.locator("fieldset label").nth(index).locator("input").check();
    }
  }
}

async function targetsOf(page: Page, { kind, answer, key, targets, all }: FindExercise): Promise<readonly string[]> {
  if (kind !== "row" || answer === null) return all ? targets : targets.slice(0, 1);
  const rows = await page.evaluate((sql) => window.strata.query(sql), answer);
  const names = rows.map((row) => key.map((column) => String(row[column])).join("|"));
  return all ? names : names.slice(0, 1);
}

async function tune(card: Locator, { params, solution }: TuneExercise): Promise<void> {
  for (const param of params) {
    const input = card.getByRole("spinbutton", { name: `${param.label}, as a number`, exact: true });
    await input.fill(String(solution[param.name] ?? param.start));
    await input.press("Tab");
  }
}

function cardOf(page: Page, exercise: Exercise): Locator {
  return page
    .locator("section")
    .filter({ has: page.getByRole("heading", { level: 3, name: exercise.title }) })
    .last();
}

/** `{n}`, `{are}` and `{key}` become whatever stands there. After "not on other data:" a headline begins in lower case. */
function patternOf(text: string): RegExp {
  const parts = text.trim().split(/\{[a-z]+\}|\s+/);
  return new RegExp(parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join(".*?"), "si");
}
