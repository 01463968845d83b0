/** Every name that the founding documents give resolves in the bundled project: what was promised is there, under that name. */
import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { readBuiltins, readProjectFiles } from "../../src/cli/project-files.ts";
import { systemClock } from "../../src/cli/native-engine.ts";
import { openEngine } from "../../src/engine/index.ts";
import type { Engine, SourceFile } from "../../src/engine/index.ts";
import type { ManifestNode } from "../../src/engine/core/manifest.ts";
import * as named from "../support/named-in-plans.ts";

const PROJECT = "src/models";
let files: SourceFile[];
let engine: Engine;

beforeAll(async () => {
  files = await readProjectFiles(PROJECT);
  engine = await openEngine({
    files,
    builtins: await readBuiltins(),
    warehouse: () => Promise.reject(new Error("reading the project needs no database")),
    clock: systemClock(Date.UTC(2025, 11, 31)),
    env: { STRATA_DATA_DIR: "../../public/data/tiny" },
  });
}, 120_000);

const node = (type: string, name: string): ManifestNode | undefined =>
  engine.manifest.nodes.get(`${type}.strata.${name}` as ManifestNode["unique_id"]);
const text = (path: string): string => files.find((file) => file.path === path)?.text ?? "";
const selected = (selector: string): number => {
  const found = engine.select(selector);
  return found.ok ? found.value.length : 0;
};

describe("of the five documents", () => {
  test.each(named.ENTITIES)("the entity %s has its three tables", (entity) => {
    const grain = entity === "devices" ? "hourly" : "daily";
    for (const name of [`entity_${entity}`, `entity_${entity}_history`, `entity_${entity}_${grain}`])
      expect(node("model", name), name).toBeDefined();
  });

  test.each(Object.entries(named.MODELS))("the model %s is there, with the columns that they name", (name, columns) => {
    const model = node("model", name);
    expect(model, name).toBeDefined();
    const has = new Set(Object.keys(model?.columns ?? {}));
    expect(columns.filter((column) => !has.has(column))).toEqual([]);
    expect(model?.description.length, "a description").toBeGreaterThan(20);
  });

  test.each(named.STATES)("%s.%s knows all the words that they give", (model, column, words) => {
    const accepted = [...engine.manifest.nodes.values()].flatMap((candidate) => {
      const name = candidate.test_metadata?.name;
      const kwargs: Readonly<Record<string, unknown>> = candidate.test_metadata?.kwargs ?? {};
      const about = candidate.depends_on.nodes.includes(`model.strata.${model}` as ManifestNode["unique_id"]);
      return name === "accepted_values" && about && kwargs["column_name"] === column ? kwargs["values"] : [];
    });
    expect(words.filter((word) => !accepted.includes(word))).toEqual([]);
  });

  test("a user whose state cannot be told is unknown, and a test finds it", () => {
    expect(text("macros/calculate_user_state.sql")).toContain("'unknown'");
    expect(node("test", "test_no_state_is_unknown")).toBeDefined();
  });

  test.each(Object.entries(named.SEEDS))("the seed %s has its %i rows", (name, rows) => {
    const seed = node("seed", name);
    expect(seed, name).toBeDefined();
    expect(
      text(seed?.original_file_path ?? "")
        .trim()
        .split("\n").length - 1,
    ).toBe(rows);
  });

  test.each(named.MACROS)(
    "the macro $name is in $file and takes what they call it with",
    ({ name, file, calls = [] }) => {
      const macro = [...engine.manifest.macros.values()].find(
        (candidate) => candidate.name === name && candidate.package_name === "strata",
      );
      expect(macro?.original_file_path).toBe(file);
      const signature = new RegExp(`macro ${name}\\(([^)]*)\\)`).exec(macro?.macro_sql ?? "")?.[1] ?? "";
      expect(signature.split(",").length).toBeGreaterThanOrEqual(calls.length);
    },
  );

  test.each(named.TESTS)("the test %s is there", (name) => {
    expect(node("test", name)).toBeDefined();
  });

  test.each(named.INDEXES)("%s is indexed by %s", (model, column) => {
    const indexes = (node("model", model)?.config as { readonly indexes?: readonly { columns: readonly string[] }[] })
      .indexes;
    expect((indexes ?? []).flatMap(({ columns }) => columns[0] ?? [])).toContain(column);
  });

  test.each(named.MATERIALIZED)("%s is materialized as they say", (model, ways) => {
    expect(ways).toContain(node("model", model)?.config.materialized);
  });

  test.each(named.PRODUCTS)("the product %s is called %s", (id, name) => {
    expect(text("seeds/lifecycle/seed_product_catalog.csv")).toMatch(new RegExp(`^${id},${name},`, "m"));
  });

  test("the product catalogue has the four tiers", () => {
    const rows = text("seeds/lifecycle/seed_product_catalog.csv").trim().split("\n").slice(1);
    const families = new Set(rows.map((row) => row.split(",")[2]));
    // The families are the first tier: they have no row of their own, products, features and parts of features have.
    expect(families.size).toBe(3);
    expect([...new Set(rows.map((row) => row.split(",")[3]))].sort()).toEqual(["2", "3", "4"]);
  });

  test.each(named.SOURCE_TABLES)("the source table %s is there", (name) => {
    expect(engine.manifest.nodes.get(`source.strata.${name}` as ManifestNode["unique_id"])).toBeDefined();
  });

  test.each(Object.entries(named.VARS))("the var %s is there", (name, values) => {
    expect(values).toContainEqual(engine.manifest.vars[name]);
  });

  test.each(named.SELECTIONS)("the selection %s finds at least %i nodes", (selector, least) => {
    expect(selected(selector)).toBeGreaterThanOrEqual(least);
  });

  test.each(named.EXPOSURES)("the exposure “%s” is there", (title) => {
    const exposure = node("exposure", title.toLowerCase().replaceAll(" ", "_"));
    expect(exposure).toBeDefined();
    expect(exposure?.depends_on.nodes.length).toBeGreaterThan(0);
  });

  test.each(Object.entries(named.MEASURES))("the measure “%s” is told by crm_measures", (_words, measure) => {
    expect(text("analyses/crm_measures.sql")).toContain(`'${measure}'`);
  });

  test.each(Object.entries(named.SOURCES))("the source %s has at least %i tables", (source, least) => {
    const tables = [...engine.manifest.nodes.values()].filter(
      (candidate) => candidate.resource_type === "source" && candidate.source_name === source,
    );
    expect(tables.length).toBeGreaterThanOrEqual(least);
  });

  test("metrics: at least 150, by domain as many as they say, and all that they name", () => {
    const [, ...rows] = text("seeds/saas/metric_definitions.csv").trim().split("\n");
    for (const unit of named.UNITS) expect(text("seeds/saas/metric_definitions.csv"), unit).toContain(`,${unit},`);
    const metrics = rows.map((row) => row.split(",", 3)).map(([domain = "", , name = ""]) => ({ domain, name }));
    expect(metrics.length).toBeGreaterThanOrEqual(150);
    for (const [domain, least] of Object.entries(named.METRIC_COUNTS))
      expect(metrics.filter((metric) => metric.domain === domain).length, domain).toBeGreaterThanOrEqual(least);
    const known = new Set(metrics.map(({ domain, name }) => `${domain}.${name}`));
    expect(named.METRICS.filter((metric) => !known.has(metric))).toEqual([]);
  });

  test("the lifecycle company's metric and event names are written as they write them", async () => {
    const gold = [...engine.manifest.nodes.values()].filter(({ name }) => name.startsWith("gold_"));
    const compiled = await Promise.all(gold.map(({ unique_id }) => engine.compile(unique_id)));
    const sql = compiled.map((outcome) => (outcome.ok ? outcome.value.compiled_code : "")).join("\n");
    expect(named.LIFECYCLE_METRICS.filter((name) => !sql.includes(`'${name}'`))).toEqual([]);
    const rules = text("seeds/lifecycle/seed_product_event_rules.csv") + text("seeds/lifecycle/seed_events.csv");
    expect(named.EVENTS.filter((event) => !new RegExp(`(^|,)${event}(,|$)`, "m").test(rules))).toEqual([]);
  });

  test.each(named.FILES)("the file %s is there", (path) => {
    expect(existsSync(`${PROJECT}/${path}`)).toBe(true);
  });

  test.each(named.SCRIPTS)("the script %s is there", (script) => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
    expect(scripts[script]).toBeDefined();
  });
});
