import { describe, expect, test } from "vitest";
import { testsOfNode } from "../../src/app/session/tests-of-node.ts";
import { projectEdit, shapeOf, withEdit } from "../../src/worker/project-edit.ts";
import type { ProjectView } from "../../src/worker/protocol.ts";
import { createEngine } from "../../src/engine/index.ts";
import { builtins, filesOf, frozenClock } from "../support/project.ts";

const SHOP = { "models/a.sql": "select 1 as id", "models/b.sql": "select * from {{ ref('a') }}" };
const bundled = filesOf(SHOP);

function viewOf(texts: Readonly<Record<string, string>>, version: number): ProjectView {
  const files = filesOf(texts).map(
    (file) => bundled.find(({ path, text }) => path === file.path && text === file.text) ?? file,
  );
  const { manifest, diagnostics } = createEngine({
    files,
    builtins,
    warehouse: () => Promise.reject(new Error("no warehouse")),
    clock: frozenClock,
  });
  return { version, manifest, files, bundled, diagnostics, parse_ms: version };
}

describe("an edit on its way to the page", () => {
  test("is the node and the file that changed, and gives the view that was read", () => {
    const before = viewOf(SHOP, 1);
    const after = viewOf({ ...SHOP, "models/a.sql": "select 2 as id" }, 2);
    const edit = projectEdit(before, after);
    expect(edit?.nodes.map((node) => node.unique_id)).toEqual(["model.shop.a"]);
    expect(edit?.files).toEqual([{ path: "models/a.sql", text: "select 2 as id" }]);
    expect(edit && withEdit(before, edit)).toEqual(after);
    expect(before.manifest.nodes.get("model.shop.a")?.raw_code).toBe("select 1 as id");
  });

  test("of a model's text keeps the shape, so that trees and the tests of a node are not looked for again", () => {
    const yaml = "models: [{name: a, columns: [{name: id, data_tests: [unique]}]}]";
    const project = { ...SHOP, "models/a.yml": yaml };
    const before = viewOf(project, 1);
    const edit = projectEdit(before, viewOf({ ...project, "models/a.sql": "select 2 as id" }, 2));
    const after = edit && withEdit(before, edit);
    expect(after && shapeOf(after.manifest)).toBe(shapeOf(before.manifest));
    expect(after && testsOfNode(after.manifest, "model.shop.a")).toHaveLength(1);
    const anew = viewOf(project, 3);
    expect(shapeOf(anew.manifest)).not.toBe(shapeOf(before.manifest));
  });

  test.each([
    ["a ref that goes", { ...SHOP, "models/b.sql": "select 1 as id" }],
    ["a file that comes", { ...SHOP, "models/c.sql": "select 1 as id" }],
    ["a finding", { ...SHOP, "models/b.sql": "select * from {{ ref('c') }}" }],
  ])("with %s is the whole view", (_what, texts) => {
    expect(projectEdit(viewOf(SHOP, 1), viewOf(texts, 2))).toBeNull();
  });
});
