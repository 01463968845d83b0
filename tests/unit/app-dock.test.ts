import { describe, expect, test } from "vitest";
import { searchHistory } from "../../src/app/dock/command-history.ts";
import { completeCommand, type Vocabulary } from "../../src/app/dock/completion.ts";
import { filteredLog, logText } from "../../src/app/dock/log-filter.ts";
import { lineStarts, logWindow, rowsOf } from "../../src/app/dock/log-window.ts";
import { timeLeft } from "../../src/app/dock/progress-text.ts";
import { vocabularyOf } from "../../src/app/dock/vocabulary.ts";
import { firstCommand } from "../../src/app/dock/first-command.ts";
import { splitLine } from "../../src/app/dock/log-line.ts";
import { placeOf } from "../../src/app/dock/problem-place.ts";
import { paletteEntries } from "../../src/app/shell/palette.ts";
import { buildTree, visibleRows } from "../../src/app/shell/resource-tree.ts";
import { bytesOf, count, duration } from "../../src/app/strings/format.ts";
import { diagnostic } from "../../src/engine/core/errors.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import { manifestOf } from "./app-project.ts";

const vocabulary: Vocabulary = {
  commands: [
    { name: "build", options: ["--select", "--exclude", "--vars", "--selector"], choices: {} },
    { name: "test", options: ["--select"], choices: {} },
    { name: "show", options: ["--limit"], choices: {} },
    { name: "ls", options: ["--resource-type"], choices: { "--resource-type": ["model", "metric", "seed"] } },
    { name: "docs generate", options: ["--no-compile"], choices: {} },
    { name: "docs serve", options: ["--port"], choices: {} },
    { name: "run-operation", options: ["--args"], choices: {} },
  ],
  macros: ["grant_all", "clean_up"],
  nodes: ["entity_customers", "int_customers__core", "stg_app__users"],
  tests: ["not_null_entity_customers_id"],
  methods: new Map([
    ["tag", ["entity", "staging"]],
    ["config.materialized", ["incremental", "table", "view"]],
    ["path", ["models/staging", "models/entities"]],
  ]),
  selectors: ["nightly"],
};

/** The caret is `|`; the answer shows what is replaced in brackets. */
function complete(text: string): string {
  const caret = text.indexOf("|");
  const line = text.replace("|", "");
  const found = completeCommand(line, caret, vocabulary);
  return found === null
    ? "nothing"
    : `${line.slice(0, found.from)}[${line.slice(found.from, found.to)}] ${found.options.join(" ")}`;
}

describe("completion of a command", () => {
  test.each([
    ["b|", "[b] build"],
    ["dbt te|", "dbt [te] test"],
    ["build --se|", "build [--se] --select --selector"],
    ["build --select ent|", "build --select [ent] entity_customers not_null_entity_customers_id"],
    ["build --select +ent|", "build --select +[ent] entity_customers not_null_entity_customers_id"],
    ["build --select 2+int|", "build --select 2+[int] int_customers__core"],
    ["build --select @stg|", "build --select @[stg] stg_app__users"],
    ["build --select tag:st|", "build --select tag:[st] staging"],
    ["build --select a,ent|", "build --select a,[ent] entity_customers not_null_entity_customers_id"],
    [
      "build --select a cust|",
      "build --select a [cust] entity_customers int_customers__core not_null_entity_customers_id",
    ],
    [
      "build --select entity_customers|",
      "build --select [entity_customers] entity_customers+ entity_customers+1 not_null_entity_customers_id",
    ],
    ["build --select |", "build --select [] + @ tag: path: entity_customers int_customers__core stg_app__users"],
    ["build --select config|", "build --select [config] config.materialized:"],
    ["build --select 1+config.materialized:in|", "build --select 1+config.materialized:[in] incremental"],
    ["build --exclude path:ent|", "build --exclude path:[ent] models/entities"],
    ["build --selector n|", "build --selector [n] nightly"],
    ["test --select not_n|", "test --select [not_n] not_null_entity_customers_id"],
    ["ls --resource-type m|", "ls --resource-type [m] model metric"],
    ["ls --resource-type model s|", "ls --resource-type model [s] seed"],
    ["show --limit 5|", "nothing"],
    ["do|", "[do] docs generate docs serve"],
    ["docs |", "docs [] generate serve"],
    ["docs generate --|", "docs generate [--] --no-compile"],
    ["run-operation gr|", "run-operation [gr] grant_all"],
    ["run-operation grant_all --|", "run-operation grant_all [--] --args"],
  ])("%s offers %s", (text, offer) => expect(complete(text)).toBe(offer));
});

test("the words of a project are its names, its methods with values that match, and its macros", () => {
  const found = vocabularyOf(manifestOf("app.users > staging/stg_app__users > entities/entity_customers"), []);
  expect(found.nodes).toEqual(["entity_customers", "stg_app__users"]);
  expect(found.methods.get("source")).toEqual(["app", "app.users"]);
  expect(found.methods.get("path")).toContain("models/staging");
  expect(found.methods.get("config.materialized")).toEqual(["table"]);
  expect([...found.methods.keys()]).not.toContain("exposure");
});

test("the history is searched by words in any order, newest first", () => {
  const history = ["build --select a", "test --select a", "build --select b"];
  expect(searchHistory(history, "build")).toEqual(["build --select b", "build --select a"]);
  expect(searchHistory(history, "a build")).toEqual(["build --select a"]);
  expect(searchHistory(history, "")).toHaveLength(3);
});

test("what is left of a run follows from what its nodes took so far", () => {
  const ran = [1000, 2000, 3000].map((at) => ({ ...resultAt(at), status: "success" as const }));
  expect(timeLeft({ running: true, done: 3, total: 9, startedAt: 0, ran })).toBe(6000);
  expect(timeLeft({ running: true, done: 2, total: 9, startedAt: 0, ran })).toBeNull();
  expect(timeLeft({ running: false, done: 3, total: 9, startedAt: 0, ran })).toBeNull();
});

describe("a long log", () => {
  test("draws the lines on the screen, wherever they begin", () => {
    const starts = lineStarts([1, 3, 1, ...Array.from({ length: 9997 }, () => 1)]);
    expect(starts[3]).toBe(5);
    const end = logWindow(starts, 20, 1e9, 200);
    expect(end.height).toBe(10_002 * 20);
    expect(end.end).toBe(10_000);
    expect(end.end - end.first).toBeLessThan(40);
    expect(logWindow(starts, 20, 0, 200)).toMatchObject({ first: 0, top: 0 });
    expect(logWindow(lineStarts([]), 20, 0, 200)).toMatchObject({ height: 0, first: 0, end: 0 });
  });

  test("a line is as tall as its text is long, and as it has breaks of its own", () => {
    expect(rowsOf("x".repeat(100), 40)).toBe(3);
    expect(rowsOf("a\nbb\n", 40)).toBe(3);
    expect(rowsOf("x".repeat(100), Infinity)).toBe(1);
  });

  test("shows what is bad, or what is worse, and is copied as text", () => {
    const line = (text: string, level: "info" | "warn" | "error", mark: "ok" | "fail" | null = null) =>
      ({ kind: "log", text, level, mark, at: 0 }) as const;
    const lines = [line("fine", "info", "ok"), line("hm", "warn"), line("FAIL 3", "info", "fail"), line("no", "error")];
    expect(filteredLog(lines, "warnings").map(({ text }) => text)).toEqual(["hm", "FAIL 3", "no"]);
    expect(filteredLog(lines, "errors").map(({ text }) => text)).toEqual(["FAIL 3", "no"]);
    expect(logText(lines.slice(0, 1))).toMatch(/^\d\d:\d\d:\d\d {2}fine\n$/);
  });
});

function resultAt(completed_at: number) {
  return {
    unique_id: "model.shop.a" as NodeId,
    failures: null,
    message: null,
    execution_time_ms: 1000,
    compiled_code: null,
    relation_name: null,
    rows: null,
    diagnostics: [],
    started_at: completed_at - 1000,
    completed_at,
    thread_id: "",
  };
}

describe("a line of the log", () => {
  test.each([
    [
      "3 of 9 OK created sql table model main.x ....... [2,000 rows in 0.31s]",
      ["3 of 9 ", "OK", " created sql table model main.x", "[2,000 rows in 0.31s]"],
    ],
    ["1 of 9 START sql view model main.y ............. [RUN]", ["1 of 9 ", "START", " sql view model main.y", "[RUN]"]],
    ["Done. PASS=7 WARN=0 ERROR=0 SKIP=0 TOTAL=7", ["Done. ", "PASS=7", " WARN=0 ERROR=0 SKIP=0 TOTAL=7", null]],
    ["Found 33 models", ["Found 33 models", "", "", null]],
    ["  select [a] from b", ["  select [a] from b", "", "", null]],
  ])("%s", (text, [before, word, after, aside]) =>
    expect(splitLine(text)).toEqual({ code: null, before, word, after, aside }),
  );

  test.each([
    ["Error P002: no project", "Error ", "P002", ": no project"],
    ["W001  DuckDB refused", "", "W001", "  DuckDB refused"],
  ])("%s leads to its code's page", (text, lead, code, before) =>
    expect(splitLine(text)).toMatchObject({ code: { lead, code }, before }),
  );

  test("what only looks like a code is text", () => expect(splitLine("X999: no code").code).toBeNull());
});

const shop = manifestOf(
  "app.orders > staging/app/stg_app__orders > entities/customers/entity_customers",
  "staging/app/stg_app__users > entities/customers/entity_customers",
);
const customers = "model.shop.entity_customers" as NodeId;

describe("finding things", () => {
  test("the first command builds what lies last", () =>
    expect(firstCommand(shop)).toBe("dbt build --select +entity_customers"));

  test("an exact name comes first, and its command before it", () => {
    const [first, second] = paletteEntries("entity_customers", shop, null);
    expect(first).toEqual({ kind: "command", text: "dbt build --select +entity_customers" });
    expect(second).toMatchObject({ kind: "model", id: customers });
  });
  test("letters in order are enough", () =>
    expect(paletteEntries("entcust", shop, null)).toContainEqual(
      expect.objectContaining({ kind: "model", id: customers }),
    ));
  test("a text that starts with dbt is a command", () =>
    expect(paletteEntries("dbt ls", shop, null)).toEqual([{ kind: "command", text: "dbt ls" }]));
  test("what nothing is called finds nothing", () => expect(paletteEntries("zzz", shop, null)).toEqual([]));

  const rows = (filter: string) =>
    visibleRows(buildTree(shop, filter), new Set(), true).map(
      (row) => `${"  ".repeat(row.level)}${row.folder?.name ?? row.node?.name}`,
    );
  test("resources stand in their folders, layers in order, a lone folder is skipped", () => {
    expect(rows("")).toEqual([
      "app",
      "  orders",
      "staging",
      "  stg_app__orders",
      "  stg_app__users",
      "entities",
      "  entity_customers",
    ]);
  });
  test("the filter keeps the folders of what it finds", () =>
    expect(rows("users")).toEqual(["staging", "  stg_app__users"]));
});

describe("the place of a problem", () => {
  const at = (path: string) => ({ path, from: 7, to: 9 });
  test("is the model whose file it is", () => {
    const found = diagnostic("R001", "x", { at: at("models/entities/customers/entity_customers.sql") });
    expect(placeOf(found, shop)).toBe(`#/model/${customers}?at=7`);
  });
  test("in another file of that model names the file", () => {
    const found = diagnostic("P003", "x", { at: at("models/customers.yml"), node: customers });
    expect(placeOf(found, shop)).toBe(`#/model/${customers}?file=models%2Fcustomers.yml&at=7`);
  });
  test("is nowhere when no model has the file", () =>
    expect(placeOf(diagnostic("P002", "x", { at: at("dbt_project.yml") }), shop)).toBeNull());
});

describe("numbers carry their units", () => {
  test.each([
    [count(1, "row"), "1 row"],
    [count(2000, "row"), "2,000 rows"],
    [duration(312), "0.31 s"],
    [duration(12_340), "12.3 s"],
    [duration(125_000), "2 min 5 s"],
    [bytesOf(12_400_000, 34_200_000), "12.4 of 34.2 MB"],
    [bytesOf(500_000, 900_000), "500 of 900 kB"],
    [bytesOf(500_000, null), "500 kB"],
  ])("%s", (text, expected) => expect(text).toBe(expected));
});
