import { afterEach, describe, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab;
afterEach(async () => lab.close());

/** A clock that stands where the test puts it. */
function movable(): { now: () => number; wall: () => number; elapsed: () => number; at(day: string): void } {
  let time = 0;
  return { now: () => time, wall: () => time, elapsed: () => 0, at: (day) => (time = Date.parse(`${day}Z`)) };
}

const HISTORY = `select plan || ' ' || strftime(dbt_valid_from, '%m-%d %H:%M') || ' to ' ||
  coalesce(strftime(dbt_valid_to, '%m-%d %H:%M'), 'now') from strata.main.history where id = `;

/** Rows of the source at each of the four runs: key 1 changes its plan, key 2 is missing at the third and back at the fourth. */
function runs(back: "new" | "same"): [day: string, rows: string][] {
  const first = "(1, 'basic', timestamp '2024-01-01 09:00')";
  const second = "(2, 'pro', timestamp '2024-01-01 09:00')";
  const changed = "(1, 'pro', timestamp '2024-01-02 15:00')";
  const returned = back === "new" ? "(2, 'pro', timestamp '2024-01-04 08:00')" : second;
  return [
    ["2024-01-02T00:00:00", `${first}, ${second}`],
    ["2024-01-03T00:00:00", `${changed}, ${second}`],
    ["2024-01-04T00:00:00", changed],
    ["2024-01-05T00:00:00", `${changed}, ${returned}`],
  ];
}

async function snapshotRuns(config: string, steps: readonly [string, string][]): Promise<void> {
  const clock = movable();
  const files = (rows: string) => ({
    "models/src.sql": `select * from (values ${rows}) as t(id, plan, updated_at)`,
    "snapshots/history.sql": `{% snapshot history %}{{ config(${config}) }} select * from {{ ref('src') }}{% endsnapshot %}`,
  });
  lab = await openLab(files("(0, '', null)"), { clock });
  for (const [day, rows] of steps) {
    clock.at(day);
    lab = lab.change(files(rows));
    const outcome = await lab.command("build");
    expect(outcome.log.join("\n")).toContain("Completed successfully");
  }
}

const TIMESTAMP = "unique_key='id', strategy='timestamp', updated_at='updated_at'";
const CHECK = "unique_key='id', strategy='check', check_cols=['plan']";

describe("versions of a row", () => {
  const key1Timestamp = ["basic 01-01 09:00 to 01-02 15:00", "pro 01-02 15:00 to now"];
  const key1Check = ["basic 01-02 00:00 to 01-03 00:00", "pro 01-03 00:00 to now"];

  test.each([
    ["timestamp", "ignore", "new", ["pro 01-01 09:00 to 01-04 08:00", "pro 01-04 08:00 to now"]],
    ["timestamp", "ignore", "same", ["pro 01-01 09:00 to now"]],
    ["timestamp", "invalidate", "new", ["pro 01-01 09:00 to 01-04 00:00", "pro 01-04 08:00 to now"]],
    ["timestamp", "invalidate", "same", ["pro 01-01 09:00 to 01-04 00:00", "pro 01-01 09:00 to now"]],
    [
      "timestamp",
      "new_record",
      "new",
      ["pro 01-01 09:00 to 01-04 00:00", "pro 01-04 00:00 to 01-04 08:00 deleted", "pro 01-04 08:00 to now"],
    ],
    [
      "timestamp",
      "new_record",
      "same",
      ["pro 01-01 09:00 to 01-04 00:00", "pro 01-01 09:00 to now", "pro 01-04 00:00 to 01-01 09:00 deleted"],
    ],
    ["check", "ignore", "new", ["pro 01-02 00:00 to now"]],
    ["check", "ignore", "same", ["pro 01-02 00:00 to now"]],
    ["check", "invalidate", "new", ["pro 01-02 00:00 to 01-04 00:00", "pro 01-05 00:00 to now"]],
    ["check", "invalidate", "same", ["pro 01-02 00:00 to 01-04 00:00", "pro 01-05 00:00 to now"]],
    [
      "check",
      "new_record",
      "new",
      ["pro 01-02 00:00 to 01-04 00:00", "pro 01-04 00:00 to 01-05 00:00 deleted", "pro 01-05 00:00 to now"],
    ],
    [
      "check",
      "new_record",
      "same",
      ["pro 01-02 00:00 to 01-04 00:00", "pro 01-04 00:00 to 01-05 00:00 deleted", "pro 01-05 00:00 to now"],
    ],
  ] as const)("%s, deletes %s, back with the %s time", async (strategy, deletes, back, key2) => {
    await snapshotRuns(`${strategy === "timestamp" ? TIMESTAMP : CHECK}, hard_deletes='${deletes}'`, runs(back));
    const mark = deletes === "new_record" ? "case when dbt_is_deleted = 'True' then ' deleted' else '' end" : "''";
    const versions = (id: number) =>
      lab.column(
        `select v from (${HISTORY.replace("select ", `select ${mark} as m, `).replace(" from ", " as p from ")}${id}) as h(m, p), (select p || m as v) order by 1`,
      );
    expect(await versions(1)).toEqual(strategy === "timestamp" ? key1Timestamp : key1Check);
    expect(await versions(2)).toEqual(key2);
  });

  test("with the option strict_reappearance no version begins before the last one ended", async () => {
    await snapshotRuns(`${TIMESTAMP}, hard_deletes='invalidate', meta={'strict_reappearance': true}`, runs("same"));
    expect(await lab.column(`${HISTORY}2 order by 1`)).toEqual([
      "pro 01-01 09:00 to 01-04 00:00",
      "pro 01-04 00:00 to now",
    ]);
    expect(await lab.column("select count(distinct dbt_scd_id) - count(*) from strata.main.history")).toEqual(["0"]);
  });
});

test("the first run takes all rows as they are, with dbt's columns and hash", async () => {
  await snapshotRuns(TIMESTAMP, runs("same").slice(0, 1));
  expect(await lab.column("select column_name from information_schema.columns where table_name = 'history'")).toEqual([
    "id",
    "plan",
    "updated_at",
    "dbt_scd_id",
    "dbt_updated_at",
    "dbt_valid_from",
    "dbt_valid_to",
  ]);
  expect(
    await lab.column("select dbt_scd_id = md5('1|2024-01-01 09:00:00') from strata.main.history where id = 1"),
  ).toEqual(["true"]);
});

test("the end of a current version and the names of dbt's columns may be configured", async () => {
  await snapshotRuns(
    `${TIMESTAMP}, dbt_valid_to_current="date '9999-12-31'", snapshot_meta_column_names={'dbt_valid_from': 'since', 'dbt_valid_to': 'until'}`,
    runs("new"),
  );
  expect(
    await lab.column(
      "select strftime(since, '%m-%d') || ' ' || strftime(until, '%Y-%m-%d') from strata.main.history where id = 1 order by 1",
    ),
  ).toEqual(["01-01 2024-01-02", "01-02 9999-12-31"]);
});

test("a key of several columns, and check_cols all", async () => {
  await snapshotRuns("unique_key=['id', 'plan'], strategy='check', check_cols='all'", runs("new"));
  expect(await lab.column("select count(*) from strata.main.history")).toEqual(["4"]);
});

test("a column that the query gains is added, and counts as a change when it is checked", async () => {
  const clock = movable();
  const files = (sql: string) => ({
    "models/src.sql": sql,
    "snapshots/history.sql":
      "{% snapshot history %}{{ config(unique_key='id', strategy='check', check_cols='all') }} select * from {{ ref('src') }}{% endsnapshot %}",
  });
  clock.at("2024-01-02T00:00:00");
  lab = await openLab(files("select 1 as id, 'a' as plan"), { clock });
  await lab.command("build");
  clock.at("2024-01-03T00:00:00");
  lab = lab.change(files("select 1 as id, 'a' as plan, 'EUR' as currency"));
  expect((await lab.command("build")).exitCode).toBe(0);
  expect(await lab.column("select coalesce(currency, '-') from strata.main.history order by dbt_valid_from")).toEqual([
    "-",
    "EUR",
  ]);
});

test("the log and the result speak of a snapshot", async () => {
  await snapshotRuns(TIMESTAMP, runs("new").slice(0, 1));
  const outcome = await lab.command("snapshot");
  expect(outcome.log.find((line) => line.includes("START"))).toMatch(
    /^1 of 1 START snapshot main\.history \.+ \[RUN\]$/,
  );
  expect(outcome.log.find((line) => line.includes("OK"))).toMatch(
    /^1 of 1 OK snapshotted main\.history \.+ \[OK in 0\.00s\]$/,
  );
});

test("a table that no snapshot made is refused, and a failing query leaves the history as it was", async () => {
  await snapshotRuns(TIMESTAMP, runs("new").slice(0, 1));
  await lab.warehouse.execute("alter table strata.main.history rename dbt_valid_to to ended");
  const refused = await lab.command("snapshot");
  expect(refused.results[0]).toMatchObject({ status: "error" });
  expect(refused.results[0]?.message).toContain('"dbt_valid_to"');
  await lab.warehouse.execute("alter table strata.main.history rename ended to dbt_valid_to");
  lab = lab.change({ "models/src.sql": "select 1 as id, 'x' as plan, 'soon'::timestamp as updated_at" });
  expect((await lab.command("build")).exitCode).toBe(1);
  expect(await lab.column("select count(*) from strata.main.history")).toEqual(["2"]);
});

test("a snapshot may be written in YAML, with an expression as its key", async () => {
  lab = await openLab({
    "models/a.sql": "select 1 as id, 'x' as part, timestamp '2024-01-01' as changed_at",
    "snapshots/h.yml":
      "snapshots:\n  - name: history\n    relation: ref('a')\n    config: {unique_key: \"id || '-' || part\", strategy: timestamp, updated_at: changed_at}\n",
  });
  for (const _run of [1, 2]) expect((await lab.command("build")).exitCode).toBe(0);
  expect(await lab.column("select dbt_scd_id = md5('1-x|2024-01-01 00:00:00') from strata.main.history")).toEqual([
    "true",
  ]);
});

test("a strategy of the project's own is a macro; one that does not exist is refused", async () => {
  const snapshot = (strategy: string) =>
    `{% snapshot history %}{{ config(unique_key='id', strategy='${strategy}') }} select 1 as id{% endsnapshot %}`;
  lab = await openLab({
    "macros/own.sql":
      "{% macro snapshot_never_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}{{ return({'unique_key': 'id', 'updated_at': snapshot_get_time(), 'row_changed': '(false)', 'scd_id': \"md5('x')\", 'hard_deletes': 'ignore'}) }}{% endmacro %}",
    "snapshots/h.sql": snapshot("never"),
  });
  for (const _run of [1, 2]) expect((await lab.command("snapshot")).exitCode).toBe(0);
  expect(await lab.column("select count(*) from strata.main.history")).toEqual(["1"]);
  lab = lab.change({ "snapshots/h.sql": snapshot("nver") });
  expect((await lab.command("snapshot")).diagnostics[0]).toMatchObject({ code: "P010", node: "snapshot.shop.history" });
});
