/**
 * Every exposure of the project is a page of charts: its dashboard reads without a finding, each tile and each list of choices
 * compiles, and at tiny each tile has rows.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dashboardPage } from "../../scripts/dashboard-page.ts";
import { openNativeEngine, type NativeEngine } from "../../src/cli/native-engine.ts";
import { readProjectFiles } from "../../src/cli/project-files.ts";
import type { Dashboard, DashboardTile } from "../../src/engine/dashboards/dashboard.ts";
import { dashboardPath, listDashboards } from "../../src/engine/dashboards/list-dashboards.ts";
import { readDashboard } from "../../src/engine/dashboards/read-dashboard.ts";
import { bodyOf, refsIn, tileSql } from "../../src/engine/dashboards/tile-sql.ts";
import { tableRows } from "../../src/engine/index.ts";

const EXPECTED =
  "sales_pipeline_dashboard sales_activity_dashboard customer_support_dashboard revenue_analytics_dashboard account_health_dashboard product_performance_dashboard sales_forecast_report customer_360_view executive_customer_health company_overview customer_success_dashboard sales_dashboard product_dashboard marketing_dashboard revenue_dashboard operations_dashboard engagement_dashboard".split(
    " ",
  );

const files = (await readProjectFiles("src/models")).filter((file) => file.path.startsWith("dashboards/"));
const read = files.map((file) => ({ file, ...readDashboard(file) }));
const tiles = read.flatMap(({ file, dashboard }) =>
  (dashboard?.tiles ?? []).map((tile): [string, Dashboard, DashboardTile] => [
    `${file.path}: ${tile.title}`,
    dashboard!,
    tile,
  ]),
);

test.each(read.map((one) => [one.file.path, one] as const))("%s reads without a finding", (_path, one) => {
  expect(one.diagnostics).toEqual([]);
});

describe("on the tiny data", () => {
  let native: NativeEngine;

  beforeAll(async () => {
    native = await openNativeEngine({
      projectDir: "src/models",
      path: ":memory:",
      env: { STRATA_DATA_DIR: "../../public/data/tiny" },
    });
    const { manifest } = native.engine;
    const reads = new Set(
      tiles.flatMap(([, , tile]) => {
        const body = bodyOf(manifest, tile);
        return [...(body.ok ? refsIn(body.value) : []), ...refsIn(tile.drill ?? "")];
      }),
    );
    const selected = [...reads].map((name) => `+${name}`).join(" ");
    const { exitCode, log } = await native.engine.command(
      `build --select ${selected} --resource-type model seed snapshot`,
    );
    expect(exitCode, log.join("\n")).toBe(0);
  }, 300_000);
  afterAll(async () => native.close());

  test("every exposure has its dashboard, and the named ones are there", () => {
    const { manifest } = native.engine;
    const entries = listDashboards(manifest, files);
    expect(entries.map((entry) => entry.name).sort()).toEqual([...EXPECTED].sort());
    expect(entries.filter((entry) => !entry.written || entry.exposure === null)).toEqual([]);
  });

  test("the docs show each dashboard as it is, with a picture that is small enough to keep", () => {
    const text = dashboardPage(files, native.engine.manifest);
    expect(readFileSync("docs/dashboards.md", "utf8"), "run `npm run screenshots -- dashboards`").toBe(text);
    for (const name of EXPECTED) {
      const picture = `docs/screenshots/dashboards/${name}.webp`;
      expect(existsSync(picture), picture).toBe(true);
      expect(statSync(picture).size, picture).toBeLessThan(150_000);
    }
  });

  test("an exposure depends on all models that its dashboard asks", () => {
    const { manifest } = native.engine;
    for (const node of manifest.nodes.values()) {
      if (node.resource_type !== "exposure") continue;
      const found = read.find((one) => one.file.path === dashboardPath(node));
      const asked = new Set(
        (found?.dashboard?.tiles ?? []).flatMap((tile) => {
          const body = bodyOf(manifest, tile);
          return body.ok ? refsIn(body.value) : [];
        }),
      );
      const known = new Set(node.depends_on.nodes.map((id) => manifest.nodes.get(id)?.name));
      expect(
        [...asked].filter((name) => !known.has(name)),
        node.name,
      ).toEqual([]);
    }
  });

  test.each(tiles)("%s has rows, and so has what is behind its marks", async (_name, dashboard, tile) => {
    const { engine } = native;
    const values = Object.fromEntries(
      dashboard.filters.map((filter) => [
        filter.name,
        filter.kind === "select" ? "" : filter.kind === "day" ? "2025-12-31" : "2020-01-01..2025-12-31",
      ]),
    );
    const ask = { tile, filters: dashboard.filters, values };
    const sql = tileSql(engine.manifest, ask);
    if (!sql.ok) throw new Error(sql.diagnostics[0]?.message);
    const answer = await engine.query(sql.value, { limit: 5000 });
    if (!answer.ok) throw new Error(answer.diagnostics[0]?.message);
    const [first] = tableRows(answer.value.table);
    expect(first).toBeDefined();
    const columns = answer.value.table.columns.map((column) => column.name);
    if (tile.mark !== "number" && tile.mark !== "table")
      for (const name of [tile.x, tile.y, tile.series]) if (name !== null) expect(columns).toContain(name);
    if (tile.drill === null) return;
    const mark = Object.fromEntries(
      Object.entries(first!).map(([name, value]) => [name, value === null ? null : String(value)]),
    );
    const behind = tileSql(engine.manifest, { ...ask, mark });
    const rows = behind.ok ? await engine.query(behind.value, { limit: 5 }) : behind;
    expect(rows.ok ? null : rows.diagnostics[0]?.message).toBe(null);
  });

  test.each(
    read.flatMap(({ file, dashboard }) =>
      (dashboard?.filters ?? []).flatMap((filter) =>
        typeof filter.options === "string" ? [[`${file.path}: ${filter.name}`, filter.options] as const] : [],
      ),
    ),
  )("%s has choices", async (_name, sql) => {
    const answer = await native.engine.query(sql, { limit: 5 });
    expect(answer.ok && answer.value.table.rowCount).toBeGreaterThan(0);
  });
});
