import { describe, expect, test } from "vitest";
import { projectEdit, withEdit } from "../../src/worker/project-edit.ts";
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

  test.each([
    ["a ref that goes", { ...SHOP, "models/b.sql": "select 1 as id" }],
    ["a file that comes", { ...SHOP, "models/c.sql": "select 1 as id" }],
    ["a finding", { ...SHOP, "models/b.sql": "select * from {{ ref('c') }}" }],
  ])("with %s is the whole view", (_what, texts) => {
    expect(projectEdit(viewOf(SHOP, 1), viewOf(texts, 2))).toBeNull();
  });
});
