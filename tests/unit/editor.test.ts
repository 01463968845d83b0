import { describe, expect, test } from "vitest";
import { distinctDiagnostics, marksIn } from "../../src/app/editor/code-marks.ts";
import { completionsAt, type CompletionScope } from "../../src/app/editor/completion.ts";
import { jinjaRegions } from "../../src/engine/core/jinja-regions.ts";
import { compiledOffset, linkFromCompiled, linkFromSource } from "../../src/app/editor/source-link.ts";
import { diagnostic } from "../../src/engine/core/errors.ts";

const column = (name: string) => ({ name, description: `What ${name} means.` });
const shop: CompletionScope = {
  models: [
    { name: "orders", detail: "table", columns: [column("order_id"), column("ordered_at")] },
    { name: "customers", detail: "view", columns: [column("customer_id")] },
  ],
  sources: [{ source: "stripe", name: "invoice", detail: "source", columns: [column("amount_due")] }],
  macros: [{ name: "cents_to_currency", arguments: ["column"], description: "Cents as an amount." }],
  vars: ["as_of_date", "start_date"],
};

/** `|` is the cursor; the answer is the first words that are offered. */
function offered(notation: string, explicit = false): string[] {
  const at = notation.indexOf("|");
  return completionsAt(notation.replace("|", ""), at, shop, explicit)?.options.map((offer) => offer.label) ?? [];
}

describe("completion", () => {
  test.each([
    ["select * from {{ ref('|') }}", "orders customers"],
    ["select * from {{ ref('or|", "orders customers"],
    ["select * from {{ source('|') }}", "stripe"],
    ["select * from {{ source('stripe', 'i|') }}", "invoice"],
    ["where day < '{{ var(\"|\") }}'", "as_of_date start_date"],
    ["with o as (select * from {{ ref('orders') }}) select o.|", "order_id ordered_at"],
    ["select c.| from {{ ref('customers') }} as c", "customer_id"],
    ["with c as (\n    -- live ones\n    select * from {{ ref('customers') }}\n) select c.|", "customer_id"],
    ["select i.| from {{ source('stripe', 'invoice') }} i", "amount_due"],
  ])("%s offers %s", (text, names) => expect(offered(text).join(" ")).toBe(names));

  test("outside of Jinja columns of what is read come first, then CTEs, functions and keywords", () => {
    const names = offered("with recent as (select * from {{ ref('orders') }}) select o| from recent");
    expect(names.slice(0, 3)).toEqual(["order_id", "ordered_at", "recent"]);
    expect(names).toContain("coalesce");
    expect(names).toContain("qualify");
  });

  test("inside Jinja the project's macros are offered with their arguments", () => {
    const offers = completionsAt("select {{ cents }}", 15, shop);
    expect(offers?.options.find((offer) => offer.label === "cents_to_currency")).toMatchObject({
      detail: "(column)",
      insert: "cents_to_currency()",
      cursor: 18,
    });
  });

  test.each(["select 'or|'", "-- or|", "{# or| #}", "select |", "select unknown.|"])(
    "%s offers nothing by itself",
    (text) => expect(offered(text)).toEqual([]),
  );

  test("asked for explicitly, an empty word is answered", () =>
    expect(offered("select |", true).length).toBeGreaterThan(50));
});

describe("Jinja in a text", () => {
  const kinds = (text: string) =>
    jinjaRegions(text).map(
      (region) => `${region.kind}:${text.slice(region.from, region.to)}${region.closed ? "" : " (open)"}`,
    );
  test.each([
    ["a {{ b }} c {% d %}", ["expression:{{ b }}", "statement:{% d %}"]],
    ["{# don't #} select '{{ x }}'", ["comment:{# don't #}", "expression:{{ x }}"]],
    ["{{ '}}' }} x", ["expression:{{ '}}' }}"]],
    ["select {{ ref('a", ["expression:{{ ref('a (open)"]],
    ['{{ f("a }}\n b") }} c', ['expression:{{ f("a }}\n b") }}']],
    ["{{ ref('a }}\nfrom 'x'", ["expression:{{ ref('a }}\nfrom 'x' (open)"]],
    ["select 1", []],
  ])("%s", (text, regions) => expect(kinds(text)).toEqual(regions));
});

describe("marks", () => {
  const text = "select * from {{ ref('int_customer__core') }}";
  const at = { path: "a.sql", from: 21, to: 41 };
  const unknown = diagnostic("R001", 'Model "a" refers to "int_customer__core", which does not exist.', {
    at,
    hint: "Did you mean ref('int_customers__core')?",
  });

  test("a mark stands exactly where the finding is, with the word that repairs it", () => {
    expect(marksIn("a.sql", text, [unknown])).toMatchObject([
      { from: 21, to: 41, repair: { from: 22, wrong: "int_customer__core", text: "int_customers__core" } },
    ]);
  });

  test("findings of other files are left out, and the same finding is marked once", () => {
    const elsewhere = diagnostic("P001", "No.", { at: { path: "b.yml", from: 0, to: 1 } });
    expect(marksIn("a.sql", text, [unknown, elsewhere, { ...unknown }])).toHaveLength(1);
    expect(
      marksIn("a.sql", text, [unknown, { ...unknown, message: '"a" refers to what does not exist.' }]),
    ).toHaveLength(1);
    expect(distinctDiagnostics([unknown, { ...unknown, message: "In other words." }, elsewhere])).toHaveLength(2);
  });

  test("a place behind the end is pulled into the text, an empty one is made visible", () => {
    const mark = (from: number, to: number) =>
      marksIn("a.sql", "ab\ncd", [diagnostic("W001", "No.", { at: { path: "a.sql", from, to } })])[0];
    expect(mark(99, 120)).toMatchObject({ from: 4, to: 5 });
    expect(mark(1, 1)).toMatchObject({ from: 1, to: 2 });
    expect(mark(2, 2)).toMatchObject({ from: 1, to: 2 });
  });

  test("a hint that names nothing to put in offers no repair", () => {
    const vague = diagnostic("R001", 'Model "a" refers to "x".', { at, hint: "Create models/x.sql." });
    expect(marksIn("a.sql", text, [vague])[0]?.repair).toBeNull();
  });
});

describe("source and compiled SQL", () => {
  //            0         1         2
  //            0123456789012345678901234
  // source:    select {{ m() }} from t\nwhere 1
  // compiled:  select a + b from t\nwhere 1
  const map = [
    { from: 0, to: 7, sourceFrom: 0, sourceTo: 7, exact: true },
    { from: 7, to: 12, sourceFrom: 7, sourceTo: 16, exact: false },
    { from: 12, to: 27, sourceFrom: 16, sourceTo: 31, exact: true },
  ];

  test("in a template the whole region is lit with all that it wrote", () => {
    expect(linkFromSource(map, 10, { from: 0, to: 23 })).toEqual({
      source: [{ from: 7, to: 16 }],
      compiled: [{ from: 7, to: 12 }],
    });
    expect(linkFromCompiled(map, 9, { from: 0, to: 19 })).toEqual({
      source: [{ from: 7, to: 16 }],
      compiled: [{ from: 7, to: 12 }],
    });
  });

  test("in plain SQL the line is lit on both sides", () => {
    expect(linkFromSource(map, 26, { from: 24, to: 31 })).toEqual({
      source: [{ from: 24, to: 31 }],
      compiled: [{ from: 20, to: 27 }],
    });
  });

  test("a loop lights every part that it wrote", () => {
    const loop = [
      { from: 0, to: 3, sourceFrom: 10, sourceTo: 15, exact: false },
      { from: 3, to: 4, sourceFrom: 15, sourceTo: 16, exact: true },
      { from: 4, to: 7, sourceFrom: 10, sourceTo: 15, exact: false },
    ];
    expect(linkFromSource(loop, 12, { from: 0, to: 40 }).compiled).toEqual([
      { from: 0, to: 3 },
      { from: 4, to: 7 },
    ]);
  });

  test("scrolling the source finds the place in the compiled SQL", () => {
    expect(compiledOffset(map, 24)).toBe(20);
    expect(compiledOffset(map, 9)).toBe(7);
    expect(compiledOffset([], 9)).toBeNull();
  });
});
