/** The name at a place: what it is, what the project says about it, where it is defined. */
import { describe, expect, test } from "vitest";
import { completionScopeOf } from "../../src/app/editor/completion-scope.ts";
import { cardOf } from "../../src/app/editor/symbol-card.ts";
import { placeOf } from "../../src/app/editor/symbol-place.ts";
import { symbolAt } from "../../src/app/editor/symbols.ts";
import type { EditorLanguage } from "../../src/app/editor/create-editor.ts";
import { completionsAt } from "../../src/app/editor/completion.ts";
import { engineOf, filesOf } from "../support/project.ts";

const texts = {
  "models/orders.sql": "select 1::integer as order_id, amount from {{ source('stripe', 'invoice') }}",
  "models/kept.sql": "{{ config(materialized='table') }}\nselect * from {{ ref('orders') }}",
  "models/shop.yml": `models:
  - name: orders
    description: What was ordered. One row per order.
    columns:
      - name: order_id
        description: Key of an order.
sources:
  - name: stripe
    tables:
      - name: invoice
        description: Bills.
        columns:
          - name: amount
            data_type: decimal(12,2)
`,
  "macros/money.sql": "{% macro dollars(cents, digits=2) %}{{ cents }} / 100{% endmacro %}",
  "macros/money.yml": "macros:\n  - name: dollars\n    description: Cents as dollars.\n",
  "docs/about.md": "{% docs about %}What it is about.{% enddocs %}",
  "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\ndocs-paths: [docs]\nvars:\n  first_day: 2024-01-01\n",
};
const engine = engineOf(texts);
const scope = completionScopeOf(engine.manifest);

/** `|` is the cursor. */
function found(notation: string, language: EditorLanguage = "sql") {
  const at = notation.indexOf("|");
  const text = notation.replace("|", "");
  const symbol = symbolAt(text, at, language);
  return {
    symbol,
    card: symbol && cardOf(symbol, text, engine.manifest, scope),
    place: symbol && placeOf(symbol, text, engine.manifest, filesOf(texts), scope),
    text,
  };
}

describe("a name in a model", () => {
  test("ref and source are what they name, wherever the cursor stands in them", () => {
    for (const notation of ["select * from {{ r|ef('orders') }}", "select * from {{ ref('ord|ers') }}"]) {
      expect(found(notation).card).toMatchObject({
        kind: "model",
        title: "orders",
        text: "What was ordered. One row per order.",
        facts: ["view", "2 columns", "models/orders.sql"],
      });
      expect(found(notation).place).toEqual({ kind: "node", id: "model.shop.orders" });
    }
    const source = found("select * from {{ source('stripe', 'inv|oice') }}");
    expect(source.card).toMatchObject({ kind: "source", title: "stripe.invoice", text: "Bills." });
    expect(source.place).toMatchObject({ kind: "file", path: "models/shop.yml" });
  });

  test("a macro shows its arguments and leads to its file", () => {
    const { card, place } = found("select {{ dol|lars('amount') }}");
    expect(card).toMatchObject({ title: "dollars(cents, digits)", text: "Cents as dollars." });
    expect(place).toEqual({ kind: "file", path: "macros/money.sql", offset: 0 });
  });

  test("a config key says what it does, a var where it is set", () => {
    expect(found("{{ config(mater|ialized='table') }}").card?.facts).toEqual(["view, table, incremental, ephemeral"]);
    const variable = found("where day > '{{ var('first_|day') }}'");
    expect(variable.card?.text).toBe('"2024-01-01"');
    expect(variable.place).toMatchObject({ kind: "file", path: "dbt_project.yml" });
    const at = variable.place?.kind === "file" ? variable.place.offset : 0;
    expect(texts["dbt_project.yml"].slice(at, at + 9)).toBe("first_day");
  });

  test("a column tells its type and meaning through a CTE and a select *", () => {
    const text = "with o as (select * from {{ ref('kept') }}) select o.order_i|d from o";
    expect(found(text).card).toEqual({
      kind: "column of o",
      title: "order_id",
      text: "Key of an order.",
      facts: ["integer"],
    });
    expect(found(text).place).toEqual({ kind: "here", offset: 5 });
  });

  test("the type of a source's column reaches whoever reads it", () =>
    expect(
      completionsAt("select a from {{ ref('kept') }}", 8, scope)?.options.find((offer) => offer.label === "amount"),
    ).toMatchObject({ detail: "decimal(12,2) · kept" }));

  test("types of the database win over those of the text", () => {
    const held = completionScopeOf(
      engine.manifest,
      new Map([["model.shop.orders" as const, [{ name: "order_id", type: "BIGINT" }]]]),
    );
    expect(held.models.find((model) => model.name === "orders")?.columns).toEqual([
      { name: "order_id", description: "Key of an order.", type: "BIGINT" },
    ]);
  });

  test.each([
    "-- ord|ers",
    "select 'ord|ers'",
    "{# ref('or|ders') #}",
    "select un|known from {{ ref('orders') }}",
    "|",
  ])("%s means nothing", (notation) => expect(found(notation).card).toBeNull());
});

describe("a name in a property file", () => {
  test.each([
    ["models:\n  - name: ord|ers", "orders"],
    ["models:\n  - name: orders\n    columns:\n      - name: order|_id", "order_id"],
    ["sources:\n  - name: stripe\n    tables:\n      - name: inv|oice", "stripe.invoice"],
    ["models:\n  - name: orders\n    config:\n      mater|ialized: view", "materialized"],
    ["models:\n  - name: orders\n    data_tests:\n      - uni|que", "unique"],
    ["exposures:\n  - name: e\n    depends_on: [ref('or|ders')]", "orders"],
    ["models:\n  - name: orders\n    description: \"{{ doc('ab|out') }}\"", "about"],
  ])("%j is %s", (notation, title) => expect(found(notation, "yaml").card?.title).toBe(title));
});
