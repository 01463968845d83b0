import { tablesStand, finish, goToTask, guessRows, lessonHash } from "./lesson-journey.ts";
import { expect, openReady, ready, test } from "./site.ts";

test.use({ serviceWorkers: "allow" });

const available = "Available offline";

test("a lesson is done to its end without a server", async ({ page, site }) => {
  test.setTimeout(120_000);
  await openReady(page, site);
  await expect(page.getByText(available)).toBeVisible();
  await site.kill();
  await page.goto(`${site.url}?tier=tiny${lessonHash}`);
  await page.reload();
  await ready(page);
  await tablesStand(page);
  await guessRows(page);
  await goToTask(page);
  await finish(page);
});

test("an address below the page opens offline", async ({ page, site }) => {
  await openReady(page, site);
  await expect(page.getByText(available)).toBeVisible();
  await site.kill();
  await page.goto(`${site.url}?tier=tiny#/model/model.strata.entity_customers`);
  await page.reload();
  await expect(page.getByRole("heading", { name: "entity_customers" })).toBeVisible();
});

test("a new version is offered, taken on the user's word, and the old one's files go", async ({ page, site }) => {
  await openReady(page, site);
  await expect(page.getByText(available)).toBeVisible();

  const worker = await (await page.request.get(`${site.url}sw.js`)).text();
  const id = /id:\s*["`]([0-9a-f]{16})["`]/.exec(worker)?.[1] ?? "";
  expect(id).not.toBe("");
  site.replace("sw.js", worker.replaceAll(id, "0123456789abcdef"));
  await page.reload();
  await page.getByRole("button", { name: "Use it" }).click();
  await expect(async () => {
    const shells = await page.evaluate(async () => (await caches.keys()).filter((name) => name.includes(":shell:")));
    expect(shells).toEqual(["strata:/lab/:shell:0123456789abcdef"]);
  }).toPass();
  await ready(page);
});
