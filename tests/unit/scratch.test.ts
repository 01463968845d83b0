import { describe, expect, test } from "vitest";
import {
  HISTORY_KEPT,
  addTab,
  changeTab,
  closeTab,
  firstTabs,
  modelPath,
  readKept,
  remember,
  searchHistory,
  TABS_KEPT,
  type ScratchEntry,
} from "../../src/app/scratch/scratch-tabs.ts";

const entry = (text: string, at = 0): ScratchEntry => ({
  text,
  at,
  status: "rows",
  rows: 1,
  truncated: false,
  elapsed_ms: 1,
});

describe("queries of the scratchpad", () => {
  test("get names of their own, and a closed one opens its neighbour", () => {
    let kept = addTab(addTab(firstTabs("select 1", "Query"), "Query"), "Query", "select 3");
    expect(kept.tabs.map(({ name }) => name)).toEqual(["Query 1", "Query 2", "Query 3"]);
    kept = closeTab(closeTab(kept, 3, "Query"), 1, "Query");
    expect([kept.open, addTab(kept, "Query").tabs.map(({ name }) => name)]).toEqual([2, ["Query 2", "Query 3"]]);
  });

  test("are never none, and never more than the device should keep", () => {
    const one = closeTab(changeTab(firstTabs("a", "Query"), 1, { text: "b" }), 1, "Query");
    expect(one.tabs).toEqual([{ id: 1, name: "Query 1", text: "" }]);
    let kept = one;
    for (let n = 0; n < TABS_KEPT + 5; n += 1) kept = addTab(kept, "Query");
    expect(kept.tabs).toHaveLength(TABS_KEPT);
  });

  test("that were kept in another form are not taken", () => {
    expect(
      [null, 3, {}, { tabs: [], open: 1, history: [] }, { tabs: [{ id: "x" }], open: 1, history: [] }].map(readKept),
    ).toEqual([null, null, null, null, null]);
    expect(readKept({ ...firstTabs("a", "Query"), open: 9 })?.open).toBe(1);
  });
});

describe("the history", () => {
  test("holds each text once, newest first, and is bounded", () => {
    let kept = remember(remember(remember(firstTabs("", "Query"), entry("a", 1)), entry("b", 2)), entry("a", 3));
    expect(kept.history.map(({ text, at }) => `${text} ${at}`)).toEqual(["a 3", "b 2"]);
    for (let n = 0; n < HISTORY_KEPT + 10; n += 1) kept = remember(kept, entry(`select ${n}`));
    expect(kept.history).toHaveLength(HISTORY_KEPT);
  });

  test("is searched by all words, in any case", () =>
    expect(
      searchHistory([entry("select * from Orders where x"), entry("select 1")], "ORDERS  select").map(
        ({ text }) => text,
      ),
    ).toEqual(["select * from Orders where x"]));
});

test.each([
  ["big_spenders", { path: "models/big_spenders.sql" }],
  [" big_spenders.sql ", { path: "models/big_spenders.sql" }],
  ["big spenders", "name"],
  ["../etc", "name"],
  ["Orders", "taken"],
])("the name %s for a model gives %o", (name, path) => expect(modelPath(name, new Set(["orders"]))).toEqual(path));
