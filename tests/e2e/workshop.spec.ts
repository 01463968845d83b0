import { expectAccessible } from "./accessibility.ts";
import { expect, openReady, test } from "./site.ts";

test("a workshop is shown on the projector, and who comes late jumps to its checkpoint and back", async ({
  page,
  site,
}) => {
  await openReady(page, site, "#/workshop/history-that-does-not-lie?tier=tiny");
  await expect(page.getByRole("heading", { name: "History that does not lie", level: 1 })).toBeVisible();
  await expectAccessible(page, "main");

  await page.getByRole("link", { name: "Present", exact: true }).click();
  const projector = page.getByRole("dialog", { name: "Projector: History that does not lie" });
  await expect(projector.getByRole("heading", { level: 1 })).toHaveText("Arrive and run one model");
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe("21.6px");
  await page.evaluate(() => (location.hash = "#/workshop/history-that-does-not-lie?tier=tiny&present=9"));
  await expect(projector.getByRole("heading", { level: 1 })).toHaveText("One day, two bars");
  await expect(projector.getByText("What the data say")).toHaveCount(0);
  for (const piece of ["In what stage was it on", "Commit to a guess", "What the data say", "Why"]) {
    await expect(projector.getByText(piece, { exact: piece === "Why" })).toHaveCount(0);
    await page.keyboard.press("Space");
    await expect(projector.getByText(piece, { exact: piece === "Why" })).toBeVisible();
  }
  await expect(projector.getByRole("definition").first()).toHaveText("2");
  await expectAccessible(page, "dialog");
  await page.keyboard.press("End");
  await expect(projector.getByRole("heading", { level: 1 })).toHaveText("Three questions, and your file");
  await page.keyboard.press("?");
  await expect(projector.getByRole("heading", { name: "Keys of the projector" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(projector).toHaveCount(0);

  await page.getByRole("button", { name: "Jump here: checkpoint B" }).click();
  await expect(page.getByRole("heading", { name: /The time slider/, level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page.getByText("You are at checkpoint B")).toBeVisible();
  await expect(page.getByRole("button", { name: "Go to my copy of checkpoint B" })).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Back to my own work" }).click();
  await expect(page.getByText("You are at checkpoint B")).toHaveCount(0);

  await page.getByRole("link", { name: "Before the workshop" }).click();
  await expect(page.getByText("WebAssembly, workers and storage are there")).toBeVisible();
  await expectAccessible(page, "main");
});
