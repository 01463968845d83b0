import { expectAgreement } from "./agreement.ts";
import { test } from "./site.ts";

test("browser and command line agree on every model of the classroom, too", async ({ page, site }) => {
  test.setTimeout(1_800_000);
  await expectAgreement(page, site, "classroom");
});
