/** What projects that were made elsewhere rely on, found by running them in dbt and here side by side. */
import { expect, test } from "vitest";
import { engineOf, openLab } from "../../support/project.ts";

const profile = `shop:
  target: dev
  outputs:
    dev: {type: duckdb, path: shop.duckdb}
    prod: {type: duckdb, path: shop.duckdb, schema: "{{ env_var('DBT_ENV_SECRET_SCHEMA') }}"}
`;

test("a config in dbt_project.yml may depend on the target", () => {
  const texts = {
    "dbt_project.yml": `name: shop
profile: shop
models:
  shop:
    +schema: "{{ 'fin' if target.name == 'dev' else 'finance' }}"
    +tags: ["{{ target.name }}"]
`,
    "profiles.yml": profile,
    "models/orders.sql": "select 1 as id",
  };
  const facts = (target: string): unknown => {
    const node = engineOf(texts, { target, env: { DBT_ENV_SECRET_SCHEMA: "hidden" } }).manifest.nodes.get(
      "model.shop.orders",
    );
    return [node?.schema, node?.tags];
  };
  expect(facts("dev")).toEqual(["main_fin", ["dev"]]);
  expect(facts("prod")).toEqual(["hidden_finance", ["prod"]]);
});

test("a mapping with thousands of keys is read in linear time, and a key that stands twice is still told", () => {
  const keys = Array.from({ length: 20_000 }, (_, index) => `      k${index}: ${index}`).join("\n");
  const { diagnostics } = engineOf({
    "models/orders.sql": "select 1 as id",
    "models/orders.yml": `models:\n  - name: orders\n    meta:\n${keys}\n      k7: again\n      k3: again\n`,
  });
  expect(diagnostics.map(({ code, message }) => `${code} ${message.slice(0, 23)}`)).toEqual([
    'P011 The key "k7" stands twi',
    'P011 The key "k3" stands twi',
  ]);
  // Comparing each key with each other one takes 200 million steps and half a minute.
}, 10_000);

test.each([
  ["several documents", "models: []\n---\nmodels: []\n", "several documents, parted by `---`"],
  [
    "a value that holds itself",
    "models: &m\n  - name: orders\n    meta: *m\n",
    "nested too deeply, or hold themselves",
  ],
  ["deep nesting", `models: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`, "nested too deeply, or hold themselves"],
])("a YAML file with %s is refused in words for its author", (_, text, words) => {
  const { diagnostics } = engineOf({ "models/orders.sql": "select 1 as id", "models/orders.yml": text });
  expect(diagnostics.map(({ code }) => code)).toEqual(["P001"]);
  expect(diagnostics[0]?.message).toContain(words);
});

test("run_results.json has no message for what was only compiled, and counts the failures of an operation", async () => {
  const lab = await openLab({
    "models/orders.sql": "select 1 as id",
    "macros/tools.sql": "{% macro fine() %}{% endmacro %}{% macro broken() %}{% do run_query('selec') %}{% endmacro %}",
  });
  const facts = async (command: string): Promise<unknown> => {
    const text = (await lab.command(command)).artifacts()["run_results.json"] ?? "{}";
    const { results } = JSON.parse(text) as { results: readonly Record<string, unknown>[] };
    return results.map(({ status, message, failures }) => [status, message === null, failures]);
  };
  expect(await facts("run")).toEqual([["success", false, null]]);
  expect(await facts("compile")).toEqual([["success", true, null]]);
  expect(await facts("run-operation fine")).toEqual([["success", true, 0]]);
  expect(await facts("run-operation broken")).toEqual([["error", false, 1]]);
  await lab.close();
});
