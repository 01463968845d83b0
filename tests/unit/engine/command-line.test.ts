import { expect, test } from "vitest";
import { parseCommand, splitWords } from "../../../src/engine/index.ts";

test("a command line is read as a shell reads it", () => {
  expect(splitWords(`dbt show --inline "select 'a b'" --limit 3`)).toEqual([
    "dbt",
    "show",
    "--inline",
    "select 'a b'",
    "--limit",
    "3",
  ]);
  expect(parseCommand("dbt build --select +a tag:b --exclude c -f")).toMatchObject({
    name: "build",
    select: "+a tag:b",
    exclude: "c",
    fullRefresh: true,
  });
  expect(parseCommand(["run", "-s", "a", "--vars", "{score_variant: ladder, days: 7}"])).toMatchObject({
    vars: { score_variant: "ladder", days: 7n },
  });
  expect(parseCommand("list --output=json --output-keys name,tags")).toMatchObject({
    name: "ls",
    output: "json",
    outputKeys: ["name", "tags"],
  });
});

test.each([
  ["biuld", 'Did you mean "dbt build"?'],
  ["build --selct a", 'Did you mean "--select"?'],
  ["build entity_customers", "To select nodes write: dbt build --select entity_customers"],
  ["build --threads many", "--threads 5"],
  ["show --inline 'select", "Close the quote"],
  ["build --select", "dbt build --select …"],
  ["", "Commands are: build"],
])("%j is refused with a way out", (text, hint) => {
  expect(() => parseCommand(text)).toThrowError();
  try {
    parseCommand(text);
  } catch (error) {
    expect((error as { diagnostic: { code: string; hint: string } }).diagnostic).toMatchObject({
      code: "C001",
      hint: expect.stringContaining(hint) as string,
    });
  }
});
