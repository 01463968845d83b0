/** The file tree: rows, keys, templates, and the history that all of it writes. */
import { describe, expect, test } from "vitest";
import { changeSteps } from "../../src/app/files/change-steps.ts";
import { cutFileName, fileRows, foldersTo, step } from "../../src/app/files/file-tree.ts";
import { shownSchemas } from "../../src/app/files/held-search.ts";
import { copyPath, isPath, nameTrouble, newFiles } from "../../src/app/files/templates.ts";
import type { KeptChange } from "../../src/store/change-store.ts";
import { engineOf } from "../support/project.ts";

const paths = [
  "dbt_project.yml",
  "models/a/x.sql",
  "models/a/x.yml",
  "models/b/y10.sql",
  "models/b/y2.sql",
  "macros/m.sql",
];
const shown = (open: string[], filter = "", extra: string[] = []) =>
  fileRows(paths, new Set(open), filter, extra).map(
    (row) => `${" ".repeat(row.level)}${row.name}${row.folder ? `/${row.count}` : ""}`,
  );

describe("rows", () => {
  test("folders before files, numbers by their value, closed folders with their count", () => {
    expect(shown(["models/", "models/b/"])).toEqual([
      "macros/1",
      "models/4",
      " a/2",
      " b/2",
      "  y2.sql",
      "  y10.sql",
      "dbt_project.yml",
    ]);
  });
  test("a filter opens what leads to a hit", () => expect(shown([], "x yml")).toEqual(["models/1", " a/1", "  x.yml"]));
  test("a folder without files is shown until it has one", () =>
    expect(shown([], "", ["seeds/"])).toEqual(["macros/1", "models/4", "seeds/0", "dbt_project.yml"]));
  test("the way to a file", () => expect(foldersTo("models/a/x.sql")).toEqual(["models/", "models/a/"]));
  test("a long name keeps its end", () => {
    expect(cutFileName("stg_app_database__plans.sql", 16)).toBe("stg_…__plans.sql");
    expect(cutFileName("short.sql", 16)).toBe("short.sql");
  });
});

describe("keys", () => {
  const rows = fileRows(paths, new Set(["models/", "models/a/"]));
  test.each([
    ["macros/", "ArrowDown", { to: "models/" }],
    ["models/", "ArrowRight", { to: "models/a/" }],
    ["models/", "ArrowLeft", { toggle: "models/" }],
    ["models/b/", "ArrowRight", { toggle: "models/b/" }],
    ["models/a/x.sql", "ArrowLeft", { to: "models/a/" }],
    ["models/a/x.sql", "ArrowRight", {}],
    ["models/a/x.sql", "Home", { to: "macros/" }],
    ["macros/", "End", { to: "dbt_project.yml" }],
    ["macros/", "x", null],
  ])("%s and %s", (at, key, expected) => expect(step(rows, at, key)).toEqual(expected));
});

describe("a new file", () => {
  test.each(["model", "seed", "test", "macro", "snapshot"] as const)(
    "from the template of a %s gives a project without problems",
    (kind) => {
      const home = { model: "models", seed: "seeds", test: "tests", macro: "macros", snapshot: "snapshots" }[kind];
      const made = Object.fromEntries(newFiles(kind, home, "fresh").map((file) => [file.path, file.text]));
      const engine = engineOf(made);
      expect(engine.diagnostics.filter((one) => one.severity === "error")).toEqual([]);
      expect(
        [...engine.manifest.nodes.values(), ...engine.manifest.macros.values()].some((one) => one.name === "fresh"),
      ).toBe(true);
    },
  );
  test.each([
    ["model", "models", "", "empty"],
    ["model", "models", "2x", "word"],
    ["model", "../out", "x", "path"],
    ["model", "models/a", "x", "taken"],
    ["model", "models", "Orders", "name-taken"],
    ["other", "", "a/../b.md", "path"],
    ["other", "docs", "read me.md", null],
    ["macro", "macros", "orders", null],
  ] as const)("a %s in %j called %j: %s", (kind, folder, name, trouble) =>
    expect(nameTrouble(kind, folder, name, new Set(paths), new Set(["orders"]))).toBe(trouble),
  );
  test("a copy gets a free name beside", () => {
    expect(copyPath("models/a/x.sql", new Set(paths))).toBe("models/a/x_copy.sql");
    expect(copyPath("models/a/x.sql", new Set([...paths, "models/a/x_copy.sql"]))).toBe("models/a/x_copy_2.sql");
  });
  test.each([
    ["a/b", true],
    ["a//b", false],
    ["../a", false],
    ["a\\b", false],
    ["/a", false],
  ])("%s is a path: %s", (path, is) => expect(isPath(path)).toBe(is));
});

test("points of one step stand together, and a filter finds the step by any of its files", () => {
  const point = (number: number, step: number, path: string): KeptChange => ({
    at: 1_767_182_400_000,
    number,
    path,
    cause: "renamed",
    step,
    label: null,
    added: 1,
    removed: 1,
    length: 1,
  });
  const changes = [point(4, 2, "b.sql"), point(3, 1, "a.yml"), point(2, 1, "a.sql")];
  expect(changeSteps(changes, "").map((one) => one.points.length)).toEqual([1, 2]);
  expect(changeSteps(changes, "a.yml").map((one) => one.points.length)).toEqual([2]);
});

test("relations are found by their columns, too", () => {
  const relation = (name: string, column: string) => ({
    name,
    kind: "table" as const,
    rows: 1,
    columns: [{ name: column, type: "INTEGER" }],
    node: null,
  });
  const schemas = [{ name: "main", relations: [relation("orders", "order_id"), relation("plans", "plan_id")] }];
  expect(shownSchemas(schemas, "plan_id").flatMap((schema) => schema.relations.map((one) => one.name))).toEqual([
    "plans",
  ]);
  expect(shownSchemas(schemas, "nothing")).toEqual([]);
});
