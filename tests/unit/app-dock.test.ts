import { describe, expect, test } from "vitest";
import { completeCommand } from "../../src/app/dock/completion.ts";
import { firstCommand } from "../../src/app/dock/first-command.ts";
import { splitLine } from "../../src/app/dock/log-line.ts";
import { placeOf } from "../../src/app/dock/problem-place.ts";
import { paletteEntries } from "../../src/app/shell/palette.ts";
import { buildTree, visibleRows } from "../../src/app/shell/resource-tree.ts";
import { bytesOf, count, duration } from "../../src/app/strings/format.ts";
import { diagnostic } from "../../src/engine/core/errors.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import { manifestOf } from "./app-project.ts";

const vocabulary = {
  commands: [
    { name: "build", options: ["--select", "--exclude", "--vars"] },
    { name: "test", options: ["--select"] },
    { name: "show", options: ["--limit"] },
    { name: "docs generate", options: ["--no-compile"] },
    { name: "docs serve", options: ["--port"] },
    { name: "run-operation", options: ["--args"] },
  ],
  macros: ["grant_all", "clean_up"],
  nodes: ["entity_customers", "int_customers__core", "stg_app__users"],
  tags: ["staging", "entity"],
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
    ["build --se|", "build [--se] --select"],
    ["build --select ent|", "build --select [ent] entity_customers"],
    ["build --select +ent|", "build --select +[ent] entity_customers"],
    ["build --select 2+int|", "build --select 2+[int] int_customers__core"],
    ["build --select @stg|", "build --select @[stg] stg_app__users"],
    ["build --select tag:st|", "build --select tag:[st] staging"],
    ["build --select a,ent|", "build --select a,[ent] entity_customers"],
    ["build --select a cust|", "build --select a [cust] entity_customers int_customers__core"],
    ["build --select entity_customers|", "nothing"],
    ["show --limit 5|", "nothing"],
    ["do|", "[do] docs generate docs serve"],
    ["docs |", "docs [] generate serve"],
    ["docs generate --|", "docs generate [--] --no-compile"],
    ["run-operation gr|", "run-operation [gr] grant_all"],
    ["run-operation grant_all --|", "run-operation grant_all [--] --args"],
  ])("%s offers %s", (text, offer) => expect(complete(text)).toBe(offer));
});

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
