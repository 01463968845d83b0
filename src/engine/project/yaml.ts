/**
 * Reads a YAML file as dbt does (YAML 1.1: `yes` is true), keeping where each value stands.
 *
 * Integers arrive as `bigint` and floats as `number`, so that `1` and `1.0` stay apart in templates. Dates stay text.
 */
import type { Diagnostic } from "../core/errors.ts";
import { keepRecent } from "../core/keep-recent.ts";
import type { Json } from "../core/manifest.ts";
import type { SourceFile, SourceSpan } from "../core/source-file.ts";
import { readWithLibrary, resolvePlain } from "./yaml-library.ts";
import { readPlainYaml } from "./yaml-plain.ts";
import { placeIn } from "./yaml-tree.ts";
import type { YamlPath, YamlRecord, YamlValue } from "./yaml-tree.ts";

export type { YamlRecord, YamlValue } from "./yaml-tree.ts";

/** Renders Jinja inside a YAML text to a value, as dbt does natively: `"{{ 1 }}"` becomes an integer. */
export type RenderYaml = (text: string) => YamlValue;

export interface YamlFile {
  readonly path: string;
  readonly value: YamlValue;
  readonly diagnostics: readonly Diagnostic[];
  /** Where the value at a path of keys and indexes stands; the nearest parent when it is not there. */
  spanOf(path: YamlPath): SourceSpan;
}

/** Property files of a large project; an edit reads one of them anew. Callers must not change the values. */
const kept = keepRecent<YamlFile>(2000);

export function readYaml(file: SourceFile): YamlFile {
  return kept(`${file.path}\n${file.text}`, () => parseYaml(file));
}

function parseYaml(file: SourceFile): YamlFile {
  const { path } = file;
  // dbt strips files before it reads them, which a text block at the end shows.
  const text = file.text.trimEnd();
  const tree = readPlainYaml(text, resolvePlain);
  const { value, diagnostics, placeOf } =
    tree === null
      ? readWithLibrary(file, text)
      : { value: tree.value, diagnostics: [], placeOf: (at: YamlPath) => placeIn(tree, at) };
  return {
    path,
    value,
    diagnostics,
    spanOf(at) {
      const [from, to] = placeOf(at);
      return { path, from, to };
    },
  };
}

/** Whether the file could be read at all; a warning does not hinder that. */
export function isReadable(file: YamlFile): boolean {
  return !file.diagnostics.some((found) => found.severity === "error");
}

/** Integers become `number`; for everything that is not handed to a template. */
export function toJson(value: YamlValue): Json {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
  return value;
}

export function isRecord(value: YamlValue | undefined): value is YamlRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list from a value that may be a list, one value, or missing. */
export function asList(value: YamlValue | undefined): readonly YamlValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
