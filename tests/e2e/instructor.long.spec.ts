/** A class of 24, with real answers to all of M0 to M2, is replayed in the browser. The time is printed; it depends on the machine. */
import { loadPack } from "../../src/lessons/load.ts";
import { packHash } from "../../src/lessons/progress/progress-pack.ts";
import { contentFiles } from "../lessons/content-files.ts";
import { bodyOf, signedFile } from "../unit/progress-files.ts";
import { expect, openReady, test } from "./site.ts";

const LEARNERS = 24;

test("24 files of M0 to M2 are replayed, and every right answer holds", async ({ page, site }) => {
  test.setTimeout(900_000);
  const content = contentFiles();
  const { pack } = loadPack(content);
  const plan = {
    pack,
    mark: { id: pack.id, version: pack.version, hash: packHash(content) },
    lessons: (lesson: { readonly id: string }) => /^m[0-2]\./.test(lesson.id),
    count: LEARNERS,
  };
  const files = await Promise.all(Array.from({ length: LEARNERS }, (_, learner) => signedFile(bodyOf(plan, learner))));
  await openReady(page, site, "#/instructor");
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
      type: "longtask",
    });
    Object.assign(window, { longTasks: tasks });
  });
  await page
    .locator('input[type="file"][multiple]')
    .setInputFiles(files.map(({ name, text }) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) })));
  const replay = page.locator("[data-replay]");
  await expect(replay).toHaveAttribute("data-replay", "done", { timeout: 840_000 });
  await expect(replay).toHaveText(/24 files replayed: \d+ different answers in /);
  const longTasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
  console.log(
    `${(await replay.innerText()).trim()}; longest task of the page ${Math.round(Math.max(0, ...longTasks))} ms`,
  );

  await expect(page.getByRole("rowheader")).toHaveCount(LEARNERS);
  await expect(page.getByRole("button", { name: /the file says right, the replay says wrong$/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /, not replayed$/ })).toHaveCount(0);
  await expect(page.getByText("What the wrong answers have in common")).toBeVisible();
  await expect(page.getByText("M-DENOM").first()).toBeVisible();
});
