import { expectAgreement } from "./agreement.ts";
import { test } from "./site.ts";

test("browser and command line agree on every model: columns, types and rows", async ({ page, site }) => {
  test.setTimeout(600_000);
  await expectAgreement(page, site, "tiny");
});
