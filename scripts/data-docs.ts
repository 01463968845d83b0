/**
 * Writes what is made from the schemas of the generated data: the sources' YAML of the dbt project and the data dictionary.
 * `tsx scripts/data-docs.ts`; a test fails when they are not what this would write.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { dataDictionary } from "../src/datagen/dictionary/data-dictionary.ts";
import { sourceFiles } from "../src/datagen/dictionary/sources-yaml.ts";
import { SCHEMAS } from "../src/datagen/generate.ts";

const root = resolve(import.meta.dirname, "..");

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

for (const { path, text } of sourceFiles(SCHEMAS)) write(resolve(root, "src/models", path), text);
write(resolve(root, "docs/data-dictionary.md"), dataDictionary(SCHEMAS));
