/** Completion in property files knows where it is, also while the file cannot be read. */
import { describe, expect, test } from "vitest";
import type { CompletionScope } from "../../src/app/editor/completion.ts";
import { yamlCompletionsAt } from "../../src/app/editor/yaml-completion.ts";
import { yamlPlaceAt } from "../../src/app/editor/yaml-place.ts";

const scope: CompletionScope = {
  models: [
    { name: "orders", detail: "table", columns: [{ name: "order_id", type: "INTEGER", description: "" }] },
    { name: "plans", detail: "seed", columns: [{ name: "plan", description: "" }] },
  ],
  sources: [
    { source: "stripe", name: "invoice", detail: "source", columns: [{ name: "amount_due", description: "" }] },
  ],
  macros: [],
  vars: [],
  docs: ["order_status"],
  tests: [
    { name: "unique", arguments: [], description: "" },
    { name: "relationships", arguments: ["to", "field"], description: "" },
    { name: "range", arguments: ["min_value", "max_value"], description: "" },
  ],
  groups: ["finance"],
};

/** `|` is the cursor, `/` a new line. */
const unfold = (notation: string) => notation.replaceAll(" / ", "\n");
function offered(notation: string, file = "models/a.yml", explicit = true): string[] {
  const text = unfold(notation);
  const at = text.indexOf("|");
  return yamlCompletionsAt(file, text.replace("|", ""), at, scope, explicit)?.options.map((offer) => offer.label) ?? [];
}

describe("the place in a property file", () => {
  test.each([
    ["|", ""],
    ["models: /   - |", "models []"],
    ["models: / - |", "models []"],
    ["models: /   - name: a /     |", "models []"],
    ["models: /   - name: a /     columns: /       - name: id /         |", "models [] columns []"],
    ["models: /   - name: a /     columns: /       - name: id /     |", "models []"],
    [
      "models: /   - name: a /     columns: /       - name: id /         data_tests: /           - |",
      "models [] columns [] data_tests []",
    ],
    [
      "models: /   - name: a /     description: | /       models: /         deep /     config: /       |",
      "models [] config",
    ],
    ["models: /   - name: a / sources: /   - |", "sources []"],
    ["unit_tests: /   - name: t /     given: /       - input: ref('a') /         |", "unit_tests [] given []"],
  ])("%s", (notation, path) => {
    const text = unfold(notation.replace("description: | ", "description: > "));
    const at = text.lastIndexOf("|");
    expect(yamlPlaceAt(text.slice(0, at) + text.slice(at + 1), at)?.path.join(" ")).toBe(path);
  });

  test("knows the entries around and the keys that are there", () => {
    const text = "models:\n  - name: orders\n    columns:\n      - name: order_id\n        description: Key.\n        ";
    expect(yamlPlaceAt(text, text.length)).toMatchObject({
      names: { models: "orders", columns: "order_id" },
      siblings: ["name", "description"],
    });
  });
});

describe("offers in a property file", () => {
  test.each([
    ["models: /   - name: |", "orders"],
    ["seeds: /   - name: |", "plans"],
    ["models: /   - name: orders /     columns: /       - name: |", "order_id"],
    [
      "sources: /   - name: stripe /     tables: /       - name: invoice /         columns: /           - name: |",
      "amount_due",
    ],
    ["models: /   - name: orders /     config: /       materialized: |", "view table incremental ephemeral"],
    [
      "models: /   - name: orders /     columns: /       - name: x /         data_tests: /           - |",
      "unique relationships range",
    ],
    [
      "models: /   - name: o /     data_tests: /       - range: /           arguments: /             |",
      "min_value max_value",
    ],
    [
      "models: / - columns: /   - data_tests: /     - relationships: /         to: ref('plans') /         field: |",
      "plan",
    ],
    ["unit_tests: /   - name: t /     model: |", "orders plans"],
    [
      "unit_tests: /   - name: t /     given: /       - input: |",
      "ref('orders') ref('plans') source('stripe', 'invoice')",
    ],
    ["exposures: /   - name: e /     type: |", "dashboard notebook analysis ml application"],
    ["exposures: /   - name: e /     depends_on: /       - ref('|')", "orders plans"],
    ["models: /   - name: o /     description: \"{{ doc('|') }}\"", "order_status"],
    ["models: /   - name: o /     group: |", "finance"],
  ])("%s offers %s", (text, names) => expect(offered(text).join(" ")).toBe(names));

  test("keys fit their place, without those that are there", () => {
    expect(offered("|")).toContain("exposures");
    const column = offered("models: /   - name: a /     columns: /       - name: id /         d|");
    expect(column).toContain("data_type");
    expect(column).not.toContain("materialized");
    expect(column).not.toContain("name");
    expect(offered("models: /   - name: a /     config: /       |")).toContain("materialized");
    expect(offered("models: /   - name: a /     config: /       |")).not.toContain("strategy");
  });

  test("dbt_project.yml has its own", () => {
    expect(offered("|", "dbt_project.yml")).toContain("model-paths");
    expect(offered("models: /   shop: /     +mat|", "dbt_project.yml")).toContain("+materialized");
    expect(offered("models: /   shop: /     +materialized: |", "dbt_project.yml")).toContain("view");
  });

  test.each([
    "models: # |",
    "models: /   - name: a /     description: some words |",
    "models: /   - name: o|rders x y",
  ])("%s offers nothing that disturbs", (text) =>
    expect(offered(text, "models/a.yml", false).includes("version")).toBe(false),
  );
});
