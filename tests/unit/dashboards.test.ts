/** A dashboard is a YAML file: what is read from it, what is said about a broken one, and how choices reach its queries. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openNativeEngine, type NativeEngine } from "../../src/cli/native-engine.ts";
import { filterPrelude, filtersOf } from "../../src/engine/dashboards/filter-sql.ts";
import { readDashboard } from "../../src/engine/dashboards/read-dashboard.ts";
import { refsIn } from "../../src/engine/dashboards/tile-sql.ts";
import { tableRows } from "../../src/engine/index.ts";

const read = (text: string) => readDashboard({ path: "dashboards/a.yml", text });

const WHOLE = `title: Deals
filters:
  - {name: owner, column: deal_owner, options: [Ann, Bo]}
  - {name: period, kind: dates, column: day}
tiles:
  - {title: Count, mark: number, sql: "select count(*) as value from {{ ref('deals') }} where {{ filters.owner }}"}
  - {title: By stage, mark: bar, x: stage, y: deals, sql: "select 1", columns: {owner: d.owner}}
`;

describe("reading", () => {
  test("tiles and filters come with what they leave out", () => {
    const { dashboard, diagnostics } = read(WHOLE);
    expect(diagnostics).toEqual([]);
    expect(dashboard?.filters.map((filter) => [filter.name, filter.label, filter.kind])).toEqual([
      ["owner", "owner", "select"],
      ["period", "period", "dates"],
    ]);
    expect(dashboard?.tiles.map((tile) => [tile.mark, tile.width, tile.height])).toEqual([
      ["number", 3, 1],
      ["bar", 6, 2],
    ]);
  });

  test.each([
    ["title: a\ntiles:\n  - {title: b, mark: pie, sql: select 1}\n", "P003", '"mark" is "pie"', "pie"],
    ["title: a\ntiles:\n  - {title: b, mark: bar, sql: select 1}\n", "P003", 'no "x" and "y"', "title: b"],
    ["title: a\ntiles:\n  - {title: b}\n", "P003", 'neither "sql" nor "metric"', "title: b"],
    ["title: a\ntiles:\n  - {title: b, metric: mrr}\n", "P003", 'names the metric "mrr"', "mrr"],
    ["title: a\ntiles: []\n", "P003", 'no "tiles"', "title"],
    ["title: a\ntiles:\n  - {title: b, sql: select 1, colour: red}\n", "P009", '"colour" is not known', "colour"],
    ["title: [a\n", "P001", "", "\n"],
  ])("%j is told with its place", (text, code, words, place) => {
    const [found] = read(text).diagnostics;
    expect(found?.code).toBe(code);
    expect(found?.message).toContain(words);
    expect(found?.hint).not.toBe(null);
    expect(text.slice(found?.at?.from ?? 0)).toContain(place);
  });

  test("a broken tile leaves the others standing", () => {
    const { dashboard } = read("title: a\ntiles:\n  - {title: b}\n  - {title: c, sql: select 1}\n");
    expect(dashboard?.tiles.map((tile) => tile.title)).toEqual(["c"]);
  });
});

test("a tile listens to the filters that its query mentions", () => {
  const { dashboard } = read(WHOLE);
  expect(dashboard?.tiles.map((tile) => filtersOf(dashboard, tile.sql ?? ""))).toEqual([["owner"], []]);
  expect(refsIn("select * from {{ ref('a') }} join {{ ref(\"b\") }} join {{ ref('a') }}")).toEqual(["a", "b"]);
});

describe("choices in a query", () => {
  let native: NativeEngine;
  beforeAll(async () => {
    native = await openNativeEngine({ projectDir: "src/models", path: ":memory:" });
  }, 60_000);
  afterAll(async () => native.close());

  const { dashboard } = read(WHOLE);
  const rows = async (values: Record<string, string>, mark = {}, sql?: string) => {
    const before = filterPrelude(dashboard!, { columns: {} }, values, mark);
    const answer = await native.engine.query(
      `${before}${sql ?? "select count(*) as n from (values ('Ann', date '2025-01-05'), ('O''Neil %}', date '2025-02-05')) as t(deal_owner, day) where {{ filters.owner }} and {{ filters.period }}"}`,
    );
    if (!answer.ok) throw new Error(answer.diagnostics[0]?.message);
    return tableRows(answer.value.table);
  };

  test.each([
    [{}, 2],
    [{ owner: "Ann" }, 1],
    [{ owner: "O'Neil %}" }, 1],
    [{ owner: "' or true --" }, 0],
    [{ owner: "{{ 1/0 }}" }, 0],
    [{ owner: "\\" }, 0],
    [{ period: "2025-02-01.." }, 1],
    [{ period: "..2025-02-05" }, 2],
    [{ period: "2025-02-01' or 1=1..x" }, 2],
  ])("%j leaves %i rows", async (values, expected) => {
    expect(Number((await rows(values))[0]?.["n"])).toBe(expected);
  });

  test("the clicked mark is a value, whatever it holds", async () => {
    const found = await rows(
      {},
      { name: "a'b {% endraw %}", amount: 2.5, none: null },
      "select {{ mark.name }} as name, {{ mark.amount }} as amount, {{ mark.none }} as nothing",
    );
    expect(found).toEqual([{ name: "a'b {% endraw %}", amount: "2.5", nothing: null }]);
  });
});
