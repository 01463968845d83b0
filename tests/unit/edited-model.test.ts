import { describe, expect, test } from "vitest";
import type { Engine, SourceFile } from "../../src/engine/index.ts";
import { createEngine } from "../../src/engine/index.ts";
import { builtins, filesOf, frozenClock } from "../support/project.ts";

const SHOP = {
  "macros/m.sql": "{% macro twice(x) %}2 * {{ x }}{% endmacro %}",
  "models/raw.sql": "{{ config(materialized='ephemeral') }} select 1 as id",
  "models/orders.sql":
    "{{ config(materialized='table', tags=['a']) }}\nselect id, {{ twice('id') }} as double from {{ ref('raw') }}\n",
  "models/total.sql": "select sum(double) as total from {{ ref('orders') }}",
  "models/v.sql": "select 1 as id",
  "models/schema.yml": [
    "models:",
    "  - name: orders",
    "    description: Orders.",
    "    columns: [{name: id, data_tests: [not_null]}]",
    "unit_tests:",
    "  - name: doubles",
    "    model: orders",
    "    given: [{input: ref('raw'), rows: [{id: 2}]}]",
    "    expect: {rows: [{double: 4}]}",
    "",
  ].join("\n"),
  "snapshots/s.sql":
    "{% snapshot s %}{{ config(unique_key='id', strategy='check', check_cols='all') }} select * from {{ ref('orders') }}{% endsnapshot %}",
};
type Texts = Readonly<Record<string, string>>;

/** Other built-in macros, if only by identity, make another project: it is read as a whole. */
const open = (files: readonly SourceFile[], macros = builtins): Engine =>
  createEngine({
    files,
    builtins: macros,
    warehouse: () => Promise.reject(new Error("no warehouse")),
    clock: frozenClock,
  });
const whole = (files: readonly SourceFile[]) => open(files, [...builtins]);

function edited(
  texts: Texts,
  path: string,
  text: string,
): { readonly before: Engine; readonly after: Engine; readonly anew: Engine } {
  const files = filesOf(texts);
  const next = files.map((file) => (file.path === path ? { path, text } : file));
  return { before: open(files), after: open(next), anew: whole(next) };
}

const view = ({ manifest }: Engine) => ({
  ...manifest,
  nodes: [...manifest.nodes],
  child_map: [...manifest.child_map],
});

describe("an edit that changes what a model computes", () => {
  const text = SHOP["models/orders.sql"].replace("as double", "as double, 7 as seven");

  test("gives the manifest that reading the whole project gives, and takes over what it does not touch", () => {
    const { before, after, anew } = edited(SHOP, "models/orders.sql", text);
    expect(view(after)).toEqual(view(anew));
    expect(after.files).toEqual(anew.files);
    expect(after.project.files).toEqual(anew.project.files);
    expect(after.manifest.child_map).toBe(before.manifest.child_map);
    expect(before.manifest.nodes.get("model.shop.orders")?.raw_code).toBe(SHOP["models/orders.sql"]);
  });

  test("is seen by those who read it, ephemeral models included, edit after edit", async () => {
    const first = edited(SHOP, "models/raw.sql", SHOP["models/raw.sql"].replace("1", "41"));
    const second = open(
      first.after.files.map((file) =>
        file.path === "models/raw.sql" ? { ...file, text: file.text.replace("41", "42") } : file,
      ),
    );
    expect(second.manifest.child_map).toBe(first.before.manifest.child_map);
    const compiled = await second.compile("model.shop.orders");
    expect(compiled.ok && compiled.value.compiled_code).toContain("select 42 as id");
  });
});

test.each([
  ["another ref", "models/total.sql", "select 1 as total from {{ ref('raw') }}"],
  ["no ref any more", "models/total.sql", "select 1 as total"],
  ["another config", "models/orders.sql", SHOP["models/orders.sql"].replace("'a'", "'b'")],
  ["another macro", "models/v.sql", "select {{ twice(1) }} as id"],
  ["a ref that leads nowhere", "models/total.sql", "select * from {{ ref('order') }}"],
  ["a broken tag", "models/total.sql", "select {{ ref('orders' }}"],
  ["a circle", "models/v.sql", "select * from {{ ref('v') }}"],
  ["a property file", "models/schema.yml", SHOP["models/schema.yml"].replace("Orders.", "All orders.")],
  ["a macro file", "macros/m.sql", "{% macro twice(x) %}{{ x }} + {{ x }}{% endmacro %}"],
  ["a snapshot", "snapshots/s.sql", SHOP["snapshots/s.sql"].replace("select *", "select id")],
])("an edit with %s gives what reading the whole project gives", (_what, path, text) => {
  const { after, anew } = edited(SHOP, path, text);
  expect(view(after)).toEqual(view(anew));
});

test("mending a broken model takes its findings away", () => {
  const broken = { ...SHOP, "models/total.sql": "select * from {{ ref('order') }}" };
  const { before, after, anew } = edited(broken, "models/total.sql", SHOP["models/total.sql"]);
  expect(before.diagnostics.map(({ code }) => code)).toEqual(["R001"]);
  expect(after.diagnostics).toEqual([]);
  expect(view(after)).toEqual(view(anew));
});

test("a model that moves its findings is read anew", () => {
  const texts = { ...SHOP, "models/total.sql": "select * from {{ ref('order') }}" };
  const { after, anew } = edited(texts, "models/total.sql", "-- a line above\nselect * from {{ ref('order') }}");
  expect(after.diagnostics).toEqual(anew.diagnostics);
});

test("the first word of dbt_utils in a project, be it in a comment, brings its macros; the last one takes them away", async () => {
  const plain = "select 1 as id";
  const named = "-- as in dbt_utils\nselect 1 as id";
  const asks = "{{ dbt_utils.safe_divide('6', '2') }}";
  const answers = async (engine: Engine) => (await engine.compileText(asks)).ok;
  const { before, after } = edited({ "models/v.sql": plain }, "models/v.sql", named);
  const again = open(filesOf({ "models/v.sql": plain }));
  expect([await answers(before), await answers(after), await answers(again)]).toEqual([false, true, false]);
});
