import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab;

// The clock of the lab stands at 2025-12-31 00:00:00 UTC.
beforeAll(async () => {
  lab = await openLab({
    "models/app.yml": `
sources:
  - name: app
    schema: main
    loaded_at_field: came
    freshness: {warn_after: {count: 12, period: hour}, error_after: {count: 2, period: day}}
    tables:
      - name: fresh
      - name: stale
      - name: old
      - name: filtered
        identifier: old
        freshness: {filter: "id = 2"}
      - name: queried
        identifier: old
        config: {loaded_at_query: "select max(came) from {{ this }} where id = 2"}
      - name: zoned
      - name: dated
      - name: empty
      - name: missing
      - {name: unjudged, freshness: null}
`,
  });
  await lab.warehouse.execute(`
    create table fresh as select timestamp '2025-12-30 23:00:00' as came;
    create table stale as select timestamp '2025-12-30 11:59:00' as came;
    create table old as select 1 as id, timestamp '2025-12-28 23:59:59' as came union all select 2, timestamp '2025-12-27 00:00:00';
    create table dated as select date '2025-12-30' as came;
    create table empty as select timestamp '2025-12-30' as came limit 0;
    create table zoned as select timestamptz '2025-12-31 01:30:00+02' as came;
    create table unjudged as select 1 as id;
  `);
});
afterAll(async () => lab.close());

test("each source is judged by its age at the injected clock", async () => {
  const { results, exitCode } = await lab.command(
    "source freshness --exclude source:app.empty source:app.dated source:app.missing",
  );
  expect(Object.fromEntries(results.map((result) => [result.unique_id.split(".").at(-1), result.status]))).toEqual({
    fresh: "pass",
    stale: "warn",
    old: "error",
    filtered: "error",
    queried: "error",
    zoned: "pass",
  });
  expect(exitCode).toBe(1);
});

test("warnings keep the exit code 0, and the log is worded as dbt words it", async () => {
  const { exitCode, log } = await lab.command("source freshness --select source:app.fresh source:app.stale");
  expect(exitCode).toBe(0);
  expect(log.join("\n")).toContain(
    "1 of 2 START freshness of app.fresh ............................................ [RUN]",
  );
  expect(log.join("\n")).toMatch(/2 of 2 WARN freshness of app\.stale \.+ \[WARN in 0\.00s\]/);
  expect(log.at(-1)).toBe("Done.");
});

test("sources.json holds ages and thresholds", async () => {
  const outcome = await lab.command("source freshness --select source:app.stale");
  const { results, metadata } = JSON.parse(outcome.artifacts()["sources.json"] ?? "{}") as {
    results: unknown[];
    metadata: object;
  };
  expect(metadata).toMatchObject({ dbt_schema_version: "https://schemas.getdbt.com/dbt/sources/v3.json" });
  expect(results).toEqual([
    expect.objectContaining({
      unique_id: "source.shop.app.stale",
      status: "warn",
      max_loaded_at: "2025-12-30T11:59:00+00:00",
      snapshotted_at: "2025-12-31T00:00:00+00:00",
      max_loaded_at_time_ago_in_s: 12 * 3600 + 60,
      criteria: { warn_after: { count: 12, period: "hour" }, error_after: { count: 2, period: "day" }, filter: null },
    }),
  ]);
});

test.each([
  ["missing", "W002", "does not exist"],
  ["dated", "Q005", "received value of type 'DATE'"],
])("a source that cannot be asked (%s) is a runtime error", async (name, code, message) => {
  const { results, exitCode } = await lab.command(`source freshness --select source:app.${name}`);
  expect(results).toMatchObject([{ status: "runtime error", diagnostics: [{ code }] }]);
  expect(results[0]?.message).toContain(message);
  expect(exitCode).toBe(1);
});

test("a source without rows is older than any limit", async () => {
  const { results, exitCode, artifacts } = await lab.command("source freshness --select source:app.empty");
  expect(results).toMatchObject([{ status: "error", diagnostics: [] }]);
  expect(artifacts()["sources.json"]).toContain('"max_loaded_at":"0001-01-01T00:00:00+00:00"');
  expect(exitCode).toBe(1);
});

test("the filter and the query say which rows count", async () => {
  const outcome = await lab.command("source freshness --select source:app.filtered source:app.queried source:app.old");
  const { results } = JSON.parse(outcome.artifacts()["sources.json"] ?? "{}") as {
    results: { unique_id: string; max_loaded_at: string }[];
  };
  expect(
    Object.fromEntries(
      results.map((result) => [result.unique_id.split(".").at(-1), result.max_loaded_at.slice(0, 10)]),
    ),
  ).toEqual({
    old: "2025-12-28",
    filtered: "2025-12-27",
    queried: "2025-12-27",
  });
});

test("a project's own collect_freshness takes the place of dbt's", async () => {
  const changed = lab.change({
    "macros/own.sql":
      "{% macro collect_freshness(source, loaded_at_field, filter) %}{% call statement('own', fetch_result=true) %}select max({{ loaded_at_field }}) - interval 10 day as came, 1 as now from {{ source }}{% endcall %}{{ return(load_result('own')) }}{% endmacro %}",
  });
  const outcome = await changed.command("source freshness --select source:app.fresh");
  expect(outcome.results).toMatchObject([{ status: "error", message: null }]);
  expect(outcome.artifacts()["sources.json"]).toContain('"max_loaded_at":"2025-12-20T23:00:00+00:00"');
});

test("sources without thresholds are not asked", async () => {
  const { log, exitCode } = await lab.command("source freshness --select source:app.unjudged");
  expect(log.join("\n")).toContain("Nothing to do.");
  expect(exitCode).toBe(0);
});
