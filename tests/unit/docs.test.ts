import { runInNewContext } from "node:vm";
import { beforeAll, describe, expect, test } from "vitest";
import { narrow, readChosen, FACETS } from "../../src/app/docs/facets.ts";
import { parts, snippet } from "../../src/app/docs/snippet.ts";
import { catalogEntries } from "../../src/engine/catalog/entries.ts";
import type { DocEntry } from "../../src/engine/catalog/entry.ts";
import { catalogPage } from "../../src/engine/catalog/page.ts";
import { createDocSearch, type DocHit } from "../../src/engine/catalog/search.ts";
import { sha256 } from "../../src/engine/core/hash.ts";
import { openEngine } from "../../src/engine/index.ts";
import { builtinMacros } from "../../src/bundle/builtins.ts";
import { bundledProject } from "../../src/bundle/project.ts";
import { BAKERY } from "../e2e/bakery.ts";

const clock = { now: () => 0, wall: () => 0, elapsed: () => 0 };

async function entriesOf(
  files: readonly { readonly path: string; readonly text: string }[],
  env = {},
): Promise<DocEntry[]> {
  const engine = await openEngine({
    files,
    builtins: builtinMacros(),
    warehouse: () => Promise.reject(new Error("no database is needed")),
    clock,
    env,
  });
  return catalogEntries(engine.manifest, {
    types: new Map([
      [
        "model.bakery.entity_breads",
        [
          { name: "bread", type: "VARCHAR" },
          { name: "extra", type: "DATE" },
        ],
      ],
    ]),
  });
}

let bakery: DocEntry[];
const entry = (id: string) => bakery.find((each) => each.id === id);

beforeAll(async () => {
  bakery = await entriesOf(Object.entries(BAKERY).map(([path, text]) => ({ path, text })));
});

describe("the catalogue", () => {
  test("has a model with its columns as they are built, its tests, its owner and its relatives", () => {
    expect(entry("model.bakery.entity_breads")).toMatchObject({
      kind: "model",
      layer: "entities",
      owner: "baker",
      tags: ["daily"],
      materialized: "table",
      reads: ["model.bakery.stg_sales"],
      readBy: ["model.bakery.bread_report"],
      columns: [
        { name: "bread", type: "VARCHAR", tests: ["not_null"] },
        { name: "revenue", type: "" },
        { name: "extra", type: "DATE", description: "" },
      ],
    });
    expect(entry("model.bakery.entity_breads")?.tests).toHaveLength(1);
  });

  test("has sources with their freshness, macros with arguments and callers, exposures with owners", () => {
    expect(entry("source.bakery.till.sales")?.facts).toEqual(
      expect.arrayContaining([
        ["warn after", "1 day"],
        ["error after", "2 days"],
      ]),
    );
    expect(entry("macro.bakery.cents")).toMatchObject({
      title: "cents(amount)",
      columns: [{ name: "amount", type: "number", description: "In whole money." }],
      readBy: ["model.bakery.bread_report"],
    });
    expect(entry("exposure.bakery.bread_board")).toMatchObject({
      title: "bread_board (Bread board)",
      owner: "The baker",
    });
  });

  test("leaves dbt's own macros out", () => {
    expect(bakery.filter((each) => each.id.startsWith("macro.dbt."))).toEqual([]);
  });
});

describe("search", () => {
  const found = (text: string) =>
    createDocSearch(bakery)
      .find(text)
      .map(({ at, column, where }: DocHit) => {
        const hit = bakery[at];
        return `${column < 0 ? hit?.name : `${hit?.name}.${hit?.columns[column]?.name}`} ${where}`;
      });

  test("puts the exact name first, then names, columns, descriptions and SQL", () => {
    expect(found("stg_sales")[0]).toBe("stg_sales exact");
    expect(found("stg sales")[0]).toBe("stg_sales exact");
    expect(found("bread board")[0]).toBe("bread_board exact");
    const revenue = found("revenue");
    expect(revenue.indexOf("entity_breads.revenue column")).toBeLessThan(revenue.indexOf("bread_report code"));
    expect(found("whole cents")).toEqual(["cents description"]);
    expect(found("baker")).toContain("entity_breads tag");
    expect(found("group by")).toEqual(["entity_breads code"]);
  });

  test("tests come after what they test, however well their names match", () => {
    const hits = found("bread");
    const test = hits.findIndex((hit) => hit.startsWith("not_null_"));
    expect(test).toBeGreaterThan(hits.indexOf("bread_report name"));
    expect(test).toBeGreaterThan(hits.indexOf("stg_sales.bread column"));
  });

  test("is narrowed by words like kind: and column:", () => {
    expect(found("kind:macro")).toEqual(["cents name"]);
    expect(found("kind:model column:revenue")).toEqual(["entity_breads name"]);
    expect(found("owner:bak bread")[0]).toBe("entity_breads name");
    expect(found("tag:daily kind:test")).toEqual([]);
  });

  test("without a text lists everything once", () => {
    expect(found("")).toHaveLength(bakery.length);
    expect(found("no such thing at all")).toEqual([]);
  });

  test("finds metrics by their labels, and tells their formula, grain and SQL", async () => {
    const entries = await entriesOf(bundledProject(), { STRATA_DATA_DIR: "tiny" });
    expect(entries.length).toBeGreaterThan(5000);
    const search = createDocSearch(entries);
    expect(search.find("customer").length).toBeGreaterThan(1000);
    const exact = search.find("mrr")[0];
    expect(exact && entries[exact.at]).toMatchObject({ kind: "metric", name: "revenue_mrr" });
    const metric = entries.find(({ id }) => id === "metric.strata.revenue_mrr");
    expect(Object.fromEntries(metric?.facts ?? [])).toMatchObject({
      unit: "currency",
      tier: "1",
      additivity: "semi_additive",
      formula: "sum(mrr) of metrics_revenue, last metric_date only",
      grain: "day of metrics_revenue",
    });
    expect(metric?.code).toContain("from {{ ref('metrics_revenue') }}");
  });
});

describe("facets", () => {
  const chosen = (query: string) => readChosen(new URLSearchParams(query));
  const names = (query: string, text: string) => {
    const { hits } = narrow(createDocSearch(bakery).find(text), bakery, chosen(query));
    return hits.map((hit) => bakery[hit.at]?.name);
  };

  test("narrow the results; what is chosen in one does not empty its own list", () => {
    const all = narrow(createDocSearch(bakery).find("bread"), bakery, chosen("kind=model"));
    expect(all.hits.every((hit) => bakery[hit.at]?.kind === "model" && hit.column < 0)).toBe(true);
    expect(all.values.get("kind")?.map(({ value }) => value)).toEqual(
      expect.arrayContaining(["model", "column", "test"]),
    );
    expect(
      all.values
        .get("layer")
        ?.map(({ value }) => value)
        .sort(),
    ).toEqual(["entities", "marts", "staging"]);
    expect(names("tested=no&kind=model", "")).toEqual(["bread_report"]);
    expect(names("owner=baker", "")).toContain("entity_breads");
  });

  test("a chosen value that nothing has any more stays visible, with nothing behind it", () => {
    const { values } = narrow(createDocSearch(bakery).find("cents"), bakery, chosen("layer=staging"));
    expect(values.get("layer")).toContainEqual({ value: "staging", count: 0 });
    expect(FACETS).toContain("layer");
  });
});

describe("a piece of text", () => {
  test("shows what was looked for, and marks it", () => {
    const long = `${"a ".repeat(100)}needle${" b".repeat(100)}`;
    expect(snippet(long, ["needle"])).toContain("needle");
    expect(snippet("short\n text", [])).toBe("short text");
    expect(parts("MRR of mrr", ["mrr"])).toEqual([
      { text: "MRR", marked: true },
      { text: " of ", marked: false },
      { text: "mrr", marked: true },
    ]);
  });
});

describe("the exported page", () => {
  const page = () => catalogPage(bakery, { project: "bakery", at: 0, dbtVersion: "1.11.0" });
  const script = (html: string) => /<script>([\s\S]*)<\/script>/.exec(html)?.[1] ?? "";

  test("needs nothing else, and allows only its own script and style", () => {
    const html = page();
    expect(html).not.toMatch(/(src|href)="(?!#)/);
    const [, style = "", own = ""] = /style-src 'sha256-([^']+)'; script-src 'sha256-([^']+)'/.exec(html) ?? [];
    const digest = (text: string) => Buffer.from(sha256(text), "hex").toString("base64");
    expect(own).toBe(digest(script(html)));
    expect(style).toBe(digest(/<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? ""));
  });

  test("carries its search as code that runs alone", () => {
    const made = /const createDocSearch=([\s\S]*?);\n\nconst entries/.exec(script(page()))?.[1] ?? "";
    const search = runInNewContext(`(${made})`, {}) as typeof createDocSearch;
    expect(search(bakery).find("stg_sales")[0]?.where).toBe("exact");
  });

  test("keeps a text of the project from ending the block that it stands in", () => {
    const evil = { ...bakery[0]!, description: "</script><script>alert(1)</script>" };
    const html = catalogPage([evil], { project: "<b>x</b>", at: 0, dbtVersion: "1" });
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).toContain("&lt;b&gt;x");
  });
});
