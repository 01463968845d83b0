/** Faults that take no time to happen. The slow ones (workers that die, storage that is full) are in `faults.long.spec.ts`. */
import { expect, open, ready, test } from "./site.ts";

const plans = "#/model/model.strata.stg_app_database__plans";

test("what is typed in the moment before the page goes is there when it comes back", async ({
  page,
  site,
  context,
}) => {
  await open(page, site, plans);
  const source = page.getByRole("textbox", { name: /^Source of/ });
  await source.click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.insertText("-- typed and reloaded\n");
  await page.reload();
  await expect(source).toContainText("-- typed and reloaded");

  await source.click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.insertText("-- typed and closed\n");
  await page.close({ runBeforeUnload: true });
  const again = await context.newPage();
  await open(again, site, plans);
  await expect(again.getByRole("textbox", { name: /^Source of/ })).toContainText("-- typed and closed");
  await ready(again);
});
