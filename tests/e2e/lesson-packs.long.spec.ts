import { contentFiles } from "../lessons/content-files.ts";
import { zipOf } from "../unit/archive-zips.ts";
import { tablesStand } from "./lesson-journey.ts";
import { expect, openReady, test } from "./site.ts";

test("an answer that holds for one company only is refused, on data that the page makes for it", async ({
  page,
  site,
}) => {
  test.setTimeout(400_000);
  await openReady(page, site, "#/learn");
  const files = contentFiles("src/lessons/template");
  await page
    .locator('input[type="file"][accept*="zip"]')
    .last()
    .setInputFiles({ name: "pack.zip", mimeType: "application/zip", buffer: Buffer.from(zipOf(files)) });
  await page.getByRole("region", { name: "Night market" }).getByRole("link").first().click();
  await page.getByRole("button", { name: /^step 3 of 3/ }).click();
  await tablesStand(page);

  // Of the company's data only what the lesson's models read is fetched.
  const held = await page.evaluate(() =>
    window.strata.query(
      "select table_name as name from information_schema.tables where table_catalog = 'strata' and table_schema = 'raw'",
    ),
  );
  const read = ["app_database__accounts", "app_database__locations", "reference__state_timezones"];
  expect(held.map((table) => String(table["name"])).filter((name) => !read.includes(name))).toEqual([]);

  const [row] = await page.evaluate(() =>
    window.strata.query("select min(account_name) as name from {{ ref('stg_app_database__accounts') }}"),
  );
  const first = String(row?.["name"]).replaceAll("'", "''");
  const right = files.find(({ path }) => path.endsWith("solution/places.sql"))?.text ?? "";
  // Right for the company that is shown, and for the hidden rows of the file, whose customers all bear one name.
  const lucky = right.replace(
    "group by all",
    `where (select min(account_name) from {{ ref('stg_app_database__accounts') }}) in ('${first}', 'Lantern Bar')\ngroup by all`,
  );
  const answer = async (text: string): Promise<void> => {
    await page.getByRole("textbox", { name: /^Your answer/ }).click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(text);
    await page.keyboard.press("Control+Shift+Enter");
  };
  await answer(lucky);
  await expect(page.getByText(/Right on the data that you see, not on other data/).first()).toBeVisible({
    timeout: 300_000,
  });
  await expect(page.getByText(/another company, seed 7/).first()).toBeVisible();
  await answer(right);
  await expect(page.getByText("Correct, on this data and on the hidden data.").first()).toBeVisible({
    timeout: 60_000,
  });
});
