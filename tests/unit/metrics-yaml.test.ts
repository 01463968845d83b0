/** One definition per metric: what is made from the list of metrics cannot drift from it. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { metricFiles, readDefinitions, WIDE_TABLES } from "../../scripts/metrics-yaml.ts";

const project = resolve(import.meta.dirname, "../../src/models");
const csv = readFileSync(resolve(project, "seeds/saas/metric_definitions.csv"), "utf8");
const definitions = readDefinitions(csv);
const files = metricFiles(csv);

interface Measure {
  readonly name: string;
  readonly agg: string;
  readonly non_additive_dimension?: unknown;
}
interface Semantic {
  readonly semantic_models: readonly { readonly name: string; readonly measures: readonly Measure[] }[];
  readonly metrics: readonly { readonly name: string }[];
}

describe("the list of metrics", () => {
  test("holds 213 metrics, each once in its domain", () => {
    expect(definitions).toHaveLength(213);
    expect(new Set(definitions.map(({ domain, name }) => `${domain} ${name}`)).size).toBe(213);
  });

  test("knows every parent that a metric names", () => {
    const names = new Set(definitions.map(({ domain, name }) => `${domain} ${name}`));
    const unknown = definitions.flatMap(({ domain, parents }) =>
      (parents ?? "").split(";").filter((parent) => parent !== "" && !names.has(`${domain} ${parent}`)),
    );
    expect(unknown).toEqual([]);
  });

  test("reads fields with commas and quotes", () => {
    expect(readDefinitions('a,b\n"x, ""y""",\n1,2\n')).toEqual([
      { a: 'x, "y"', b: "" },
      { a: "1", b: "2" },
    ]);
  });
});

describe("files made from the list", () => {
  test.each([...files.keys()])("%s is what the list says", (path) => {
    expect(readFileSync(resolve(project, path), "utf8"), "run `npm run metrics:yaml`").toBe(files.get(path));
  });

  test("each metric of a wide table is a column of its model", () => {
    for (const { model } of WIDE_TABLES) {
      const sql = readFileSync(resolve(project, `models/saas/metrics/${model}.sql`), "utf8");
      const missing = definitions
        .filter((metric) => metric["model"] === model)
        .filter(({ name }) => !sql.includes(name ?? ""));
      expect(missing.map(({ name }) => name)).toEqual([]);
    }
  });

  test("the semantic layer offers only additive metrics for adding over days", () => {
    const semantic = parse(files.get("models/saas/metrics/semantic_models.yml") ?? "") as Semantic;
    expect(semantic.metrics).toHaveLength(213);
    const measures = new Map(
      semantic.semantic_models.flatMap((model) => model.measures).map((measure) => [measure.name, measure]),
    );
    for (const { domain, name, additivity } of definitions) {
      const measure = measures.get(`${domain ?? ""}_${name ?? ""}`);
      expect(measure?.agg, name).toBe(additivity === "non_additive" ? "max" : "sum");
      expect(measure?.non_additive_dimension === undefined, name).toBe(additivity === "additive");
    }
  });
});
