import { expect, test } from "vitest";
import { openSources, sourcesOf } from "../../src/worker/held-tables.ts";
import { engineOf } from "../support/project.ts";

test("a sealed source is known, and loading everything leaves it closed", () => {
  const engine = engineOf({
    "models/sources.yml": `
version: 2
sources:
  - name: app
    tables: [{name: users}]
  - name: truth
    meta: {sealed: true}
    tables: [{name: lift}]
`,
  });
  expect(sourcesOf(engine).map((source) => source.name)).toEqual(["users", "lift"]);
  expect(openSources(engine).map((source) => source.name)).toEqual(["users"]);
});
