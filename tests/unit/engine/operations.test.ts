/** What the manifest says of the hooks around a run. */
import { expect, test } from "vitest";
import { engineOf } from "../../support/project.ts";

test("a hook's node tells what it reads and calls, and stands among the children of what it reads", async () => {
  const engine = engineOf({
    "dbt_project.yml": [
      "name: shop",
      "profile: shop",
      "on-run-start: \"{{ note('begin') }}\"",
      'on-run-end: ["select count(*) from {{ ref(\'b\') }}", "select {{ ref(\'missing\') }}", "select 1"]',
    ].join("\n"),
    "macros/note.sql": "{% macro note(text) %}select '{{ text }}'{% endmacro %}",
    "models/a.sql": "select 1 as id",
    "models/b.sql": "select id from {{ ref('a') }}",
  });
  const outcome = await engine.command("parse");
  const manifest = JSON.parse(outcome.artifacts()["manifest.json"] ?? "{}") as {
    nodes: Record<string, { depends_on: unknown; refs: unknown; checksum: { checksum: string } }>;
    child_map: Record<string, string[]>;
  };
  const hook = (name: string) => manifest.nodes[`operation.shop.shop-${name}`];
  expect(hook("on-run-start-0")?.depends_on).toEqual({ macros: ["macro.shop.note"], nodes: [] });
  expect(hook("on-run-end-0")).toMatchObject({
    depends_on: { macros: [], nodes: ["model.shop.b"] },
    refs: [{ name: "b", package: null, version: null }],
  });
  expect(hook("on-run-end-1")).toMatchObject({ depends_on: { macros: [], nodes: [] }, refs: [{ name: "missing" }] });
  expect(hook("on-run-end-2")?.depends_on).toEqual({ macros: [], nodes: [] });
  expect(manifest.child_map["model.shop.b"]).toEqual(["operation.shop.shop-on-run-end-0"]);
  // As in dbt, all hooks of a package have the checksum of its dbt_project.yml.
  expect(new Set(Object.values(manifest.nodes).flatMap(({ checksum }) => checksum.checksum)).size).toBe(3);
});
