import { expect, test } from "vitest";
import { wayOf } from "../../src/app/model/column-way.ts";
import { columnRows } from "../../src/app/model/column-rows.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import type { ColumnTrace, NodeColumn, TraceEdge } from "../../src/engine/lineage/trace.ts";

/** `orders.id`; without a dot the rows of a node. */
function at(text: string): NodeColumn {
  const [name = "", column = null] = text.split(".");
  return { node: `model.shop.${name}` as NodeId, column };
}

/** `"a.id > b.id"`; `~` in place of `>` where it only decides rows. */
function trace(start: string, edges: readonly string[], doubts: readonly string[] = []): ColumnTrace {
  return {
    start: at(start),
    edges: edges.map((edge): TraceEdge => {
      const [from = "", sign, to = ""] = edge.split(" ");
      return { from: at(from), to: at(to), kind: sign === "~" ? "influences" : "identity" };
    }),
    outside: [],
    doubts: doubts.map((name) => ({ node: at(name).node, precision: "unknown", reason: "because" })),
  };
}

const told = (columns: readonly NodeColumn[]) =>
  columns.map(({ node, column }) => [node.split(".").at(-1), column].filter(Boolean).join(".")).join(" ");

test("the way of a column begins where nothing is read any more, and lists what it goes into once", () => {
  const way = wayOf(
    trace("b.id", ["a.id > b.id", "raw.id > a.id", "raw.key > a.id"], ["a"]),
    trace("b.id", ["b.id > c.id", "b.id > d.id", "c.id > d.id", "b.id ~ e", "b.id ~ d"], ["a", "d"]),
  );
  expect(told(way.begins)).toBe("raw.id raw.key");
  expect(told(way.feeds)).toBe("c.id d.id");
  expect(told(way.decides)).toBe("e");
  expect(way.doubts.map(({ node }) => node)).toEqual(["model.shop.a", "model.shop.d"]);
});

test("a constant begins nowhere but here", () => {
  expect(wayOf(trace("a.one", []), trace("a.one", []))).toMatchObject({ begins: [], feeds: [], decides: [] });
});

test("columns that only the query has are listed after the described and the built ones", () => {
  const rows = columnRows(null, [{ name: "built", type: "INTEGER" }], [], ["Built", "new_one"]);
  expect(rows.map(({ name, type }) => [name, type])).toEqual([
    ["built", "INTEGER"],
    ["new_one", null],
  ]);
});
