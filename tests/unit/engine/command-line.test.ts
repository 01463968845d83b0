import { describe, expect, test } from "vitest";
import { EngineError, parseCommand, splitWords } from "../../../src/engine/index.ts";

function refusal(work: () => unknown): EngineError["diagnostic"] {
  try {
    work();
  } catch (error) {
    if (error instanceof EngineError) return error.diagnostic;
    throw error;
  }
  throw new Error("It was not refused.");
}

describe("a command line is read as dbt reads it", () => {
  test("words are split as a shell splits them", () => {
    expect(splitWords(`dbt show --inline "select 'a b'" --limit 3`)).toEqual([
      "dbt",
      "show",
      "--inline",
      "select 'a b'",
      "--limit",
      "3",
    ]);
  });

  test.each<[string | string[], object]>([
    [
      "dbt build --select +a tag:b --exclude c -f",
      { name: "build", select: "+a tag:b", exclude: "c", fullRefresh: true },
    ],
    [["run", "-s", "a", "--vars", "{score_variant: ladder, days: 7}"], { vars: { score_variant: "ladder", days: 7n } }],
    ["list --output=json --output-keys name,tags", { name: "ls", output: "json", outputKeys: ["name", "tags"] }],
    ["docs generate --no-compile", { name: "docs generate", compileDocs: false }],
    ["source freshness -o out.json", { name: "source freshness", outputPath: "out.json" }],
    ["source snapshot-freshness", { name: "source freshness" }],
    ["run-operation grant --args '{to: me}'", { macro: "grant", args: { to: "me" } }],
    ["--quiet --log-format json run --no-quiet", { name: "run", quiet: false, logFormat: "json" }],
    [
      "build --resource-type model test --exclude-resource-types unit_test",
      { resourceTypes: ["model", "test"], excludeResourceTypes: ["unit_test"] },
    ],
    ["ls --models a", { select: "a", resourceTypes: ["model"] }],
    ["show --select a --limit -1", { limit: -1 }],
    ["test --selector nightly --indirect-selection Cautious", { selector: "nightly", indirectSelection: "cautious" }],
    ["run --fail-fast --no-fail-fast", { failFast: false }],
    ["run", { failFast: null, fullRefresh: null, quiet: null }],
    ["run --no-partial-parse --no-version-check --database x.duckdb", { versionCheck: false, database: "x.duckdb" }],
    ["run --warn-error", { warnings: { error: "all", warn: [], silence: [] } }],
    [
      "run --warn-error-options '{include: all, exclude: [NothingToDo]}'",
      { warnings: { error: "all", warn: ["NothingToDo"] } },
    ],
  ])("%j", (text, expected) => {
    expect(parseCommand(text)).toMatchObject(expected);
  });

  test("the environment speaks where the line is silent", () => {
    const env = { DBT_TARGET: "prod", DBT_FULL_REFRESH: "1", DBT_ENGINE_FAIL_FAST: "true", DBT_QUIET: "false" };
    expect(parseCommand("run --target dev", env)).toMatchObject({
      target: "dev",
      fullRefresh: true,
      failFast: true,
      quiet: false,
    });
    expect(refusal(() => parseCommand("run", { DBT_FULL_REFRESH: "perhaps" })).message).toContain("DBT_FULL_REFRESH");
    expect(refusal(() => parseCommand("run", { DBT_STATE: "old" })).code).toBe("P012");
  });
});

describe("what is no command is refused with a way out", () => {
  test.each([
    ["biuld", 'Did you mean "dbt build"?'],
    ["docs genrate", 'Did you mean "dbt docs generate"?'],
    ["docs", '"dbt docs generate"'],
    ["build --selct a", 'Did you mean "--select"?'],
    ["run --resource-type model", "It belongs to: dbt build, dbt ls, dbt test."],
    ["build entity_customers", "To select nodes write: dbt build --select entity_customers"],
    ["build --threads many", "--threads 5"],
    ["build --threads 0", "--threads 5"],
    ["show --inline 'select", "Close the quote"],
    ["build --select", "dbt build --select …"],
    ["run --target --full-refresh", "dbt run --target …"],
    ["ls --output foo", "Values are: json, name, path, selector."],
    ["build --resource-type modle", 'Did you mean "model"?'],
    ["run --vars nothing", "--vars '{start_date"],
    ["run --indirect-selection greedy", "eager"],
    ["run-operation", "dbt run-operation my_macro"],
    ["run --warn-error --warn-error-options '{error: all}'", "one of the two"],
    ["", "Commands are: build"],
  ])("%j", (text, hint) => {
    expect(refusal(() => parseCommand(text))).toMatchObject({
      code: "C001",
      hint: expect.stringContaining(hint) as string,
    });
  });

  test.each(["retry", "clone", "run --empty", "run --state old", "build --defer", "run --sample 3d"])(
    "%s is not supported yet, and says so",
    (text) => {
      expect(refusal(() => parseCommand(text))).toMatchObject({ code: "P012" });
    },
  );

  test("turning off what is not supported is fine", () => {
    expect(parseCommand("run --no-defer --no-empty").name).toBe("run");
  });
});
