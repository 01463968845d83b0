/** A learner saves what was done; the instructor's page reads it, checks it again and tells it from files that are not whole. */
import { readFile } from "node:fs/promises";
import { expectAccessible } from "./accessibility.ts";
import { expect, openReady, test } from "./site.ts";

test("progress is shown before it is saved, replayed on the instructor's page, and told from an altered and a cut file", async ({
  page,
  site,
}) => {
  test.setTimeout(120_000);
  await openReady(page, site, "#/learn/orientation/layers-and-selectors?step=2");
  const command = page.getByLabel("Command");
  await command.fill("dbt build --select entity_customers+");
  await command.press("Enter");
  await expect(page.getByText("On which side do its parents stand?").first()).toBeVisible();
  await command.fill("build --select +entity_customers");
  await command.press("Enter");
  await expect(page.getByText(/^Correct: \d+ nodes\.$/).first()).toBeVisible();

  await page.evaluate(() => (location.hash = "#/learn"));
  await page.getByRole("button", { name: "Save my progress" }).click();
  const dialog = page.getByRole("dialog", { name: "Save my progress" });
  await dialog.getByRole("button", { name: "Save the file" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("A name, so that the file can be told apart.");
  await dialog.getByLabel(/^Your name/).fill("Noor");
  await dialog.getByText("Everything that is in the file").click();
  await dialog.getByText("The file itself").click();
  await expect(dialog.getByLabel("The file itself")).toContainText("dbt build --select entity_customers+");
  await expectAccessible(page, "dialog");
  const saving = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save the file" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/^progress-noor-\d{4}-\d\d-\d\d\.json$/);
  const text = await readFile(await saved.path(), "utf8");

  await page.evaluate(() => (location.hash = "#/instructor"));
  await expect(page.getByRole("heading", { name: "See where a class stands" })).toBeVisible();
  const file = (name: string, content: string) => ({
    name,
    mimeType: "application/json",
    buffer: Buffer.from(content),
  });
  await page
    .locator('input[type="file"][multiple]')
    .setInputFiles([
      file("noor.json", text),
      file("altered.json", text.replace('"Noor"', '"Max"')),
      file("cut.json", text.slice(0, -40)),
    ]);
  await expect(
    page.getByRole("region", { name: "Instructor" }).getByText(/^1 file replayed: 1 different answer in/),
  ).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('The progress file "altered.json" was changed after it was saved')).toBeVisible();
  await expect(page.getByText('The progress file "cut.json" is cut off')).toBeVisible();

  const heading = page.getByRole("button", { name: /^Exercise 0\.2a/ });
  await heading.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const cell = page.getByRole("button", { name: /^Noor, 0\.2b .*: solved alone$/ });
  await expect(cell).toBeFocused();
  await expect(page.getByRole("region", { name: "What Noor did" })).toContainText("build --select +entity_customers");
  await expectAccessible(page);

  await page.getByLabel("Hide names").check();
  await expect(page.getByRole("rowheader", { name: "Learner 1" })).toBeVisible();
  await expect(page.getByText("Noor")).toHaveCount(0);
  await page.getByRole("button", { name: "Count it all the same: File 1" }).click();
  await expect(page.getByRole("rowheader")).toHaveCount(2);
});
