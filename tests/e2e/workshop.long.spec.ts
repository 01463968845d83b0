import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expectAccessible } from "./accessibility.ts";
import { expect, openReady, ready, test } from "./site.ts";

const half = resolve(import.meta.dirname, "../../src/lessons/workshops/history-that-does-not-lie.yml");

test("an instructor makes a workshop the night before, and another machine takes it from the link", async ({
  page,
  site,
  browser,
}) => {
  test.setTimeout(180_000);
  await openReady(page, site, "#/learn");
  await page.getByRole("link", { name: "Workshops", exact: true }).click();
  await expectAccessible(page);
  await page.getByLabel("What it is called").fill("Friday");
  await page.locator("summary", { hasText: "Slowly changing dimensions" }).click();
  await page.getByRole("checkbox", { name: /The time slider/ }).check();
  await page.getByRole("checkbox", { name: /Prove your history/ }).check();
  await page.getByLabel("Data tier").selectOption("tiny");
  await page.getByLabel("Seed").fill("7");
  await page.getByLabel("Seed").blur();
  await page.getByRole("button", { name: "Make the workshop" }).click();
  await expect(page.getByRole("heading", { name: "Friday", level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/#\/workshop\/friday$/);
  await expect(page.getByText("This device shows Tiny, seed 42.")).toBeVisible();
  await page.locator("summary", { hasText: "Choice, data and link" }).click();
  const link = await page.getByLabel("Link for everybody").inputValue();

  await page.getByRole("link", { name: "Before the workshop" }).click();
  await page.getByRole("button", { name: "Prepare everything" }).click();
  await expect(page.getByText(/that the lessons start from are built/)).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(/source tables in the database/)).toBeVisible();
  await expect(page.getByText("Data: Tiny, seed 7")).toBeVisible();

  const machine = await browser.newContext();
  const other = await machine.newPage();
  await other.goto(link.replace("#", "?tier=tiny#"));
  await ready(other);
  await expect(other.getByText("Nothing is kept, loaded or built until you say so.")).toBeVisible();
  await expectAccessible(other, "main");
  await other.getByRole("button", { name: "Keep it and open it" }).click();
  await expect(other.getByRole("heading", { name: "Friday", level: 1 })).toBeVisible();
  await other.goto(`${site.url}?tier=tiny#/workshops`);
  await expect(other.getByRole("link", { name: "Friday", exact: true })).toBeVisible();
  await machine.close();
});

test("a workshop file is looked at before it is kept, and a faulty one says where", async ({ page, site }) => {
  await openReady(page, site, "#/workshops");
  const text = readFileSync(half, "utf8");
  const choose = async (name: string, content: string) => {
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open a workshop file" }).click();
    await (await chooser).setFiles({ name, mimeType: "text/yaml", buffer: Buffer.from(content) });
  };
  await choose("faulty.yml", text.replace("minutes: 90", "minutes: 80"));
  await expect(page.getByText(/says 80 minutes, and its steps take 90/)).toBeVisible();
  await expect(page.getByText("line 6")).toBeVisible();
  await page.getByRole("button", { name: "Not now" }).click();
  await choose("same.yml", text);
  await expect(page.getByText(/comes with the page, so a file cannot take its place/)).toBeVisible();
  await page.getByRole("button", { name: "Not now" }).click();
  await choose(
    "evil.yml",
    text.replace("id: history-that-does-not-lie", "id: mine").replace("Open the link.", "<img src=x onerror=alert(1)>"),
  );
  await page.getByRole("button", { name: "Keep it and open it" }).click();
  await page.getByRole("link", { name: "Present", exact: true }).click();
  const projector = page.getByRole("dialog");
  await expect(projector.getByText("The bar below says")).toBeVisible();
  await expect(projector.locator("img")).toHaveCount(0);
});

const preparing = "#/workshop/history-that-does-not-lie?tier=tiny&view=preflight";

test("preparing can be stopped in each of its parts; what is done stays, and it goes on from there", async ({
  page,
  site,
}) => {
  test.setTimeout(240_000);
  await openReady(page, site, preparing);
  const prepare = page.getByRole("button", { name: "Prepare everything" });
  const cancel = page.getByRole("button", { name: "Cancel", exact: true });

  const packs = site.hold(/\/tiny\/crm__.*\.parquet$/);
  await prepare.click();
  await expect(page.getByText("The tables are being loaded or made.")).toBeVisible();
  await cancel.click();
  await expect(prepare).toBeVisible();
  await expect(cancel).toHaveCount(0);
  await expect(page.getByText(/of \d+ source tables in the database\./)).toBeVisible();
  packs.release();

  const kept = site.hold(/\/built\/.*\.table$/);
  await prepare.click();
  await expect(page.getByText(/^\d+ source tables in the database\.$/)).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText("The start states are being built.")).toBeVisible();
  await cancel.click();
  await expect(prepare).toBeVisible();
  await expect(page.getByText(/that the lessons start from are not built yet/)).toBeVisible();
  kept.release();

  await prepare.click();
  await expect(page.getByText(/tables that the lessons start from are built/)).toBeVisible({ timeout: 120_000 });
});

test("a network that is cut while a machine is prepared is told, and the next try ends well", async ({
  page,
  site,
  watch,
}) => {
  test.setTimeout(240_000);
  watch.allow(/net::ERR_/);
  await openReady(page, site, preparing);
  const prepare = page.getByRole("button", { name: "Prepare everything" });
  site.fail(/\/tiny\/.*\.parquet$/, "cut");
  await prepare.click();
  await expect(page.getByText("The data could not be loaded.", { exact: true })).toBeVisible();
  await expect(prepare).toBeVisible();
  site.mend();

  // Tables that came with the page and cannot be had are built from the data.
  site.fail(/\/built/, "cut");
  await prepare.click();
  await expect(page.getByText(/^\d+ source tables in the database\.$/)).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(/tables that the lessons start from are built/)).toBeVisible({ timeout: 180_000 });
});
