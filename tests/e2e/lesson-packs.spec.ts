import { contentFiles } from "../lessons/content-files.ts";
import { zipOf } from "../unit/archive-zips.ts";
import { expectAccessible } from "./accessibility.ts";
import { expect, openReady, ready, test } from "./site.ts";

const LESSON = "01-first-steps/01-who-has-places";
const TRICKS = [
  "<script>window.tricked = true</script>",
  "<img src=x onerror='window.tricked = true'> ![seen](https://elsewhere.example/seen.png)",
  "<iframe srcdoc='<script>parent.tricked = true</script>'></iframe><style>body { display: none }</style>",
  "[the way](javascript:window.tricked=true) [away](https://elsewhere.example/)",
].join("\n\n");

function packZip(change: (path: string, text: string) => string = (_, text) => text): Buffer {
  // Data of another company take their time; lesson-packs.long.spec.ts makes them.
  const files = contentFiles("src/lessons/template").map(({ path, text }) => ({
    path,
    text: text.replace(', "seed:7"', ""),
  }));
  return Buffer.from(zipOf(files.map(({ path, text }) => ({ path: `pack/${path}`, text: change(path, text) }))));
}

test("a lesson pack is taken in, is harmless, is proven in the page, survives a reload and can be removed", async ({
  page,
  site,
}) => {
  test.setTimeout(240_000);
  await openReady(page, site, "#/learn");
  const choose = page.locator('input[type="file"][accept*="zip"]').last();
  const give = (buffer: Buffer) => choose.setInputFiles({ name: "pack.zip", mimeType: "application/zip", buffer });

  await give(
    packZip((path, text) =>
      path.endsWith("lesson.yml") ? text.replace(/customers: .*/, "customers: copy x to 'y'") : text,
    ),
  );
  const refused = page.getByRole("group", { name: /was not taken in: 1 finding/ });
  await expect(refused).toContainText("L001");
  await expect(refused).toContainText(`pack/${LESSON}/lesson.yml`.replace("pack/", ""));

  await give(packZip((path, text) => (path.endsWith("lesson.md") ? text.replace("\n\n", `\n\n${TRICKS}\n\n`) : text)));
  const pack = page.getByRole("region", { name: "Night market" });
  await expect(pack).toContainText("version 1.0.0, from pack.zip");
  await expect(refused).toHaveCount(0);
  await pack.getByRole("button", { name: /^Verify the pack/ }).click();
  await expect(pack.getByText(/\d+ statements proven, \d+ do not hold/)).toBeVisible({ timeout: 90_000 });
  await expect(pack.getByText('links to "javascript:window.tricked=true"')).toBeVisible();
  await expectAccessible(page, "section.pack");

  await page.reload();
  await ready(page);
  await expect(pack.getByText(/\d+ statements proven, \d+ do not hold/)).toBeVisible();
  await pack
    .getByRole("link", { name: /Who has no place at all/ })
    .first()
    .click();
  await expect(page.getByText("A customer signs up first")).toBeVisible();
  expect(await page.evaluate(() => "tricked" in window)).toBe(false);
  await expect(page.locator("main iframe, main img, main script, main style")).toHaveCount(0);
  for (const name of ["the way", "away"])
    expect(await page.getByText(name, { exact: true }).getAttribute("href")).toBeNull();

  await page.goBack();
  await pack.getByRole("button", { name: "Remove: Night market" }).click();
  await expect(pack).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(pack).toBeVisible();
});
