/** One definition of the tables: the sources' YAML and the data dictionary are what the schemas say, and the schemas say enough. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dataDictionary } from "../../../src/datagen/dictionary/data-dictionary.ts";
import { sourceFiles } from "../../../src/datagen/dictionary/sources-yaml.ts";
import { SYSTEMS } from "../../../src/datagen/dictionary/systems.ts";
import { SCHEMAS } from "../../../src/datagen/generate.ts";
import type { Column } from "../../../src/datagen/schema/columns.ts";
import { PACKS, tableName } from "../../../src/datagen/schema/table-schema.ts";

const root = join(import.meta.dirname, "../../..");
const AGAIN = "npm run data:docs writes it anew";

describe("what is made from the schemas", () => {
  test.each(sourceFiles(SCHEMAS).map(({ path, text }) => [path, text]))("%s is up to date", (path, text) => {
    const file = join(root, "src/models", path);
    expect(existsSync(file), AGAIN).toBe(true);
    expect(readFileSync(file, "utf8") === text, AGAIN).toBe(true);
  });

  test("docs/data-dictionary.md is up to date", () => {
    expect(readFileSync(join(root, "docs/data-dictionary.md"), "utf8") === dataDictionary(SCHEMAS), AGAIN).toBe(true);
  });

  test("no file of sources is left over from a system that is gone", () => {
    const made = new Set(sourceFiles(SCHEMAS).map(({ path }) => path));
    for (const domain of new Set(Object.values(SYSTEMS).map((facts) => facts.domain))) {
      const folder = `models/${domain}/sources`;
      for (const name of readdirSync(join(root, "src/models", folder))) expect(made).toContain(`${folder}/${name}`);
    }
  });
});

describe("the schemas", () => {
  const columns = SCHEMAS.flatMap((schema) =>
    Object.entries<Column>(schema.columns).map(([name, column]) => ({ at: `${tableName(schema)}.${name}`, column })),
  );

  test("describe every table and every column in a sentence", () => {
    const isSentence = (text: string): boolean => /^\S.*[.]$/s.test(text) && text.length >= 8;
    expect(SCHEMAS.filter(({ description }) => !isSentence(description)).map(tableName)).toEqual([]);
    expect(columns.filter(({ column }) => !isSentence(column.description)).map(({ at }) => at)).toEqual([]);
  });

  test("point at columns that exist", () => {
    const known = new Set(
      SCHEMAS.flatMap(({ system, table, columns: own }) =>
        Object.keys(own).map((name) => `${system}.${table}.${name}`),
      ),
    );
    const lost = columns.filter(({ column }) => column.references !== undefined && !known.has(column.references));
    expect(lost.map(({ at, column }) => `${at} -> ${String(column.references)}`)).toEqual([]);
  });

  test("name each table once, key it by columns that it has, and say when a row was loaded", () => {
    expect(new Set(SCHEMAS.map(tableName)).size).toBe(SCHEMAS.length);
    for (const schema of SCHEMAS) {
      const own = Object.keys(schema.columns);
      expect(schema.key.length, tableName(schema)).toBeGreaterThan(0);
      expect(own, tableName(schema)).toEqual(expect.arrayContaining([...schema.key, "_synced_at"]));
    }
  });

  test("are of a known system and pack, and close a list only on different values", () => {
    for (const { system, pack } of SCHEMAS) {
      expect(system === "truth" || Object.hasOwn(SYSTEMS, system), system).toBe(true);
      expect(PACKS).toContain(pack);
    }
    for (const { at, column } of columns)
      if (column.values !== undefined) expect(new Set(column.values).size, at).toBe(column.values.length);
  });
});
