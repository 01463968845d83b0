/** What the ripple shows and which commands its buttons run. */
import { describe, expect, test } from "vitest";
import { baselineCommand, acceptCommands } from "../../src/app/ripple/ripple-commands.ts";
import { cardLines, viewSums } from "../../src/app/ripple/ripple-lines.ts";
import { SMALL_WAVE, waveOf } from "../../src/app/ripple/wave-layout.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import type { FlippedTest, RelationDiff, RippleNode, RippleView } from "../../src/worker/protocol.ts";
import { engineOf } from "../support/project.ts";

const id = (name: string) => `model.shop.${name}` as NodeId;
const DIFF: RelationDiff = {
  rows_before: 100,
  rows_after: 96,
  added: 0,
  removed: 4,
  changed: 0,
  unchanged: 96,
  key: { columns: ["id"], source: "test" },
  key_trouble: null,
  columns: { added: [], removed: [], retyped: [], reordered: false, values: [] },
  same: false,
};
const node = (name: string, more: Partial<RippleNode> = {}): RippleNode => ({
  id: id(name),
  name,
  state: "changed",
  root: false,
  distance: 1,
  reads: [],
  diff: DIFF,
  older: false,
  in_full: false,
  diagnostics: [],
  elapsed_ms: 1,
  ...more,
});
const flip = (name: string, now: FlippedTest["now"] = "fail"): FlippedTest => ({
  id: `test.shop.${name}` as NodeId,
  name,
  node: id("orders"),
  before: "pass",
  now,
  failures: 1,
  message: null,
  rows: null,
});
const lines = (of: RippleNode, flips: readonly FlippedTest[] = []) =>
  cardLines(of, flips).map(({ mark, text }) => `${mark} ${text}`);

describe("a card", () => {
  test.each([
    [node("orders"), ["removed 4 rows"]],
    [node("orders", { diff: { ...DIFF, removed: 0, changed: 18 } }), ["edited 18 of 96 rows"]],
    [node("orders", { diff: { ...DIFF, added: 2, changed: 1 } }), ["removed 4 rows", "added 2 rows"]],
    [node("orders", { state: "same", diff: { ...DIFF, removed: 0, same: true } }), ["same same result"]],
    [node("orders", { state: "stopped", diff: null }), ["skipped not rebuilt"]],
    [node("orders", { state: "failed", older: true }), ["fail does not build", "removed 4 rows"]],
    [
      node("orders", {
        diff: { ...DIFF, removed: 0, columns: { ...DIFF.columns, added: [{ name: "x", type: "INTEGER" }] } },
      }),
      ["edited 1 column"],
    ],
  ])("says what differs", (of, expected) => expect(lines(of)).toEqual(expected));

  test("names a test that fails, without repeating the model's name", () => {
    expect(lines(node("orders"), [flip("unique_orders_order_id")])).toEqual([
      "removed 4 rows",
      "fail unique: order_id",
    ]);
    expect(lines(node("orders"), [flip("a"), flip("b")])).toContain("fail 2 tests flipped");
    expect(lines(node("orders"), [flip("a", "pass")])).toContain("pass 1 test flipped");
  });
});

test("The head counts what was reached and what was built.", () => {
  expect(
    viewSums([
      node("a"),
      node("b", { state: "same" }),
      node("c", { state: "stopped" }),
      node("d", { state: "waiting" }),
    ]),
  ).toEqual({ reached: 3, built: 2, known: 3, stopped: 1 });
});

describe("the commands", () => {
  const { manifest } = engineOf({
    "seeds/prices.csv": "id\n1\n",
    "models/orders.sql": "select * from {{ ref('prices') }}",
    "models/totals.sql": "select * from {{ ref('orders') }}",
    "models/other.sql": "select * from {{ ref('orders') }}",
  });
  const view = (nodes: readonly RippleNode[], flipped: readonly FlippedTest[] = []): RippleView => ({
    version: 1,
    running: false,
    nodes,
    flipped,
    tests_ran: 0,
    tests_left: 0,
    elapsed_ms: 0,
    first_diff_ms: null,
    problems: [],
    cancelled: false,
  });

  test("accepting builds what changed, was left out, or was edited to the same result, and nothing else", () => {
    const nodes = [
      node("orders", { root: true, state: "same" }),
      node("totals", { state: "left-out" }),
      node("other", { state: "stopped" }),
    ];
    expect(acceptCommands(view(nodes), manifest)).toEqual(["dbt build --select orders totals"]);
  });

  test("a failing test that the author accepts does not hold back what reads its model", () => {
    const nodes = [node("orders"), node("totals"), { ...node("prices"), id: "seed.shop.prices" as NodeId }];
    expect(acceptCommands(view(nodes, [flip("unique_orders_id")]), manifest)).toEqual([
      "dbt seed --select prices",
      "dbt run --select orders totals",
      "dbt test --select unique_orders_id",
    ]);
  });

  test("the baseline is the model, all that reads it and all that those read", () =>
    expect(baselineCommand(manifest.nodes.get(id("orders"))!)).toBe(
      "dbt build --select @orders --exclude-resource-type test unit_test",
    ));

  test("a large wave leaves out what was not rebuilt, a small one shows where it ended", () => {
    const nodes = [
      node("orders", { root: true, distance: 0 }),
      node("totals", { state: "stopped", reads: [id("orders")] }),
    ];
    const small = waveOf(nodes, manifest, new Map());
    expect(small.cards.map(({ name }) => name)).toEqual(["orders", "totals"]);
    expect(small.edges).toHaveLength(1);
    const many = Array.from({ length: SMALL_WAVE }, (_, index) => node(`m${index}`));
    expect(waveOf([...nodes, ...many], manifest, new Map()).hidden).toBe(1);
  });
});
