import type { Fault } from "./server.ts";
import { expect, openReady, test } from "./site.ts";

const faults: readonly Fault[] = ["missing", "truncated", "index-page"];

for (const fault of faults) {
  test(`a pack that is ${fault} is an error that names the file, and works after the host is mended`, async ({
    page,
    site,
    watch,
  }) => {
    watch.allow(/stripe__invoice\.parquet/);
    site.fail(/stripe__invoice\.parquet$/, fault);
    await openReady(page, site);

    const build = () => page.evaluate(() => window.strata.command("dbt run --select stg_stripe__invoices"));
    const broken = await build();
    expect(broken.exitCode).not.toBe(0);
    const said = [...broken.log, ...broken.results.map((result) => result.message ?? "")].join("\n");
    expect(said).toContain("stripe__invoice.parquet");

    site.mend();
    expect((await build()).exitCode).toBe(0);
  });
}

test("a missing pack leaves the models that do not need it alone", async ({ page, site, watch }) => {
  watch.allow(/stripe__invoice\.parquet/);
  site.fail(/stripe__invoice\.parquet$/, "missing");
  await openReady(page, site);
  const { exitCode } = await page.evaluate(() => window.strata.command("dbt run --select stg_app_database__plans"));
  expect(exitCode).toBe(0);
});
