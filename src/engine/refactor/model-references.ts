/**
 * Where a file speaks of a model: places that dbt resolves (`reference`), and places where the name is only written, in a comment, a
 * description or a quoted text (`mention`).
 *
 * Works on text and not on rendered templates, so that every place can be changed without touching what stands around it. A name that
 * a template puts together (`ref('entity_' ~ kind)`) cannot be seen; whoever changes names reads the project again afterwards.
 */
import type { ManifestNode } from "../core/manifest.ts";
import type { SourceFile } from "../core/source-file.ts";
import { isReadable, isRecord, readYaml, type YamlFile, type YamlValue } from "../project/yaml.ts";
import type { YamlPath } from "../project/yaml-tree.ts";

export interface NamePlace {
  readonly from: number;
  readonly to: number;
  readonly kind: "reference" | "mention";
}

/** The node as far as its name goes. */
export type NamedNode = Pick<ManifestNode, "name" | "package_name" | "resource_type" | "fqn" | "original_file_path">;

const LISTS = { model: "models", seed: "seeds", snapshot: "snapshots" } as const;

export function namePlaces(file: SourceFile, node: NamedNode): NamePlace[] {
  if (!file.text.includes(node.name)) return [];
  const places = [...refPlaces(file.text, node)];
  if (isYaml(file.path)) places.push(...yamlPlaces(file, node));
  if (node.resource_type === "snapshot" && file.path.endsWith(".sql")) places.push(...snapshotBlocks(file.text, node));
  const seen = new Set<number>();
  const references = places
    .filter((place) => !seen.has(place.from) && seen.add(place.from))
    .map((place) => (isComment(file, place.from) ? { ...place, kind: "mention" as const } : place));
  const mentions = mentionsIn(file, node.name).filter((place) => !seen.has(place.from));
  return [...references, ...mentions].sort((a, b) => a.from - b.from);
}

/** `ref('name')`, `ref('package', 'name')`, `ref('name', v=1)`; also within a text of a template, where quotes are escaped. */
function refPlaces(text: string, node: NamedNode): NamePlace[] {
  const pack = escape(node.package_name);
  const call = new RegExp(
    String.raw`(?<![\w])ref\s*\(\s*(?:\\?(['"])${pack}\\?\1\s*,\s*)?\\?(['"])(${escape(node.name)})\\?\2(?=\s*[,)])`,
    "dg",
  );
  return [...text.matchAll(call)].flatMap((match) => {
    const place = match.indices?.[3];
    // `ref('name', 'other')`: the first is a package, and only its second argument is a model.
    const after = text.slice(match.index + match[0].length);
    if (match[1] === undefined && /^\s*,\s*\\?['"]/.test(after)) return [];
    return place ? [{ from: place[0], to: place[1], kind: "reference" as const }] : [];
  });
}

function snapshotBlocks(text: string, node: NamedNode): NamePlace[] {
  const block = new RegExp(String.raw`\{%-?\s*snapshot\s+(${escape(node.name)})\s*-?%\}`, "dg");
  return [...text.matchAll(block)].flatMap((match) => {
    const place = match.indices?.[1];
    return place ? [{ from: place[0], to: place[1], kind: "reference" as const }] : [];
  });
}

/** Entries that name the node: its properties, its unit tests, its key in dbt_project.yml, a selector. */
function yamlPlaces(file: SourceFile, node: NamedNode): NamePlace[] {
  const yaml = readYaml(file);
  if (!isReadable(yaml) || !isRecord(yaml.value)) return [];
  const places: NamePlace[] = [];
  const add = (path: YamlPath) => {
    const place = nameAt(file.text, yaml, path, node.name);
    if (place) places.push(place);
  };
  const list = LISTS[node.resource_type as keyof typeof LISTS];
  const entries = (key: string): readonly YamlValue[] => {
    const found = isRecord(yaml.value) ? yaml.value[key] : undefined;
    return Array.isArray(found) ? found : [];
  };
  entries(list).forEach((entry, index) => {
    if (isRecord(entry) && entry["name"] === node.name) add([list, index, "name"]);
  });
  if (node.resource_type === "model")
    entries("unit_tests").forEach((entry, index) => {
      if (isRecord(entry) && entry["model"] === node.name) add(["unit_tests", index, "model"]);
    });
  if (file.path === "dbt_project.yml") {
    const path = [list, ...node.fqn];
    if (valueAt(yaml.value, path) !== undefined) {
      const [from] = [yaml.spanOf(path).from];
      if (file.text.startsWith(node.name, from)) places.push({ from, to: from + node.name.length, kind: "reference" });
    }
  }
  if (/(^|\/)selectors\.ya?ml$/.test(file.path)) places.push(...selectorPlaces(file.text, node.name));
  return places;
}

/** The name where the value of a key stands. */
function nameAt(text: string, yaml: YamlFile, path: YamlPath, name: string): NamePlace | null {
  const { from, to } = yaml.spanOf(path);
  const written = text.slice(from, to);
  const colon = written.indexOf(":");
  const at = written.indexOf(name, colon + 1);
  return at < 0 ? null : { from: from + at, to: from + at + name.length, kind: "reference" };
}

function valueAt(value: YamlValue, path: readonly string[]): YamlValue | undefined {
  let found: YamlValue | undefined = value;
  for (const key of path) found = isRecord(found) ? found[key] : undefined;
  return found;
}

/** `- +orders+1`, `value: orders`: a name between the operators of the selector grammar. */
function selectorPlaces(text: string, name: string): NamePlace[] {
  const named = new RegExp(String.raw`(?<=[\s'",@+]|^)(?:\d+\+)?(${escape(name)})(?=[\s'",+]|$)`, "dgm");
  return [...text.matchAll(named)].flatMap((match) => {
    const place = match.indices?.[1];
    const line = text.slice(text.lastIndexOf("\n", match.index) + 1, match.index);
    return place && !/^\s*(-\s*)?(name|description)\s*:/.test(line)
      ? [{ from: place[0], to: place[1], kind: "reference" as const }]
      : [];
  });
}

function mentionsIn(file: SourceFile, name: string): NamePlace[] {
  const word = new RegExp(String.raw`(?<![\w.$-])${escape(name)}(?![\w-])`, "g");
  return [...file.text.matchAll(word)].flatMap(({ index }) =>
    isMention(file, index, name) ? [{ from: index, to: index + name.length, kind: "mention" as const }] : [],
  );
}

/** In SQL a bare word may be a column or a table of the query's own; only comments and quoted texts are mentions. */
function isMention(file: SourceFile, at: number, name: string): boolean {
  const { path, text } = file;
  if (/\.(md|markdown|txt)$/.test(path)) return true;
  if (isComment(file, at)) return true;
  const quoted = /['"`]/.test(text[at - 1] ?? "") && text[at - 1] === text[at + name.length];
  if (!isYaml(path)) return quoted && /\.(sql|py)$/.test(path);
  const start = text.lastIndexOf("\n", at) + 1;
  const end = text.indexOf("\n", at);
  const before = text.slice(start, at);
  const after = text.slice(at + name.length, end < 0 ? text.length : end);
  // The name alone as a value or key is the name of something else, such as a column.
  return !(/^\s*(-\s*)?(?:[\w-]+\s*:\s*)?['"]?$/.test(before) && /^['"]?\s*:?\s*(#.*)?$/.test(after));
}

function isComment({ path, text }: SourceFile, at: number): boolean {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  if (isYaml(path)) return /(^|\s)#/.test(line.replace(/'[^']*'|"[^"]*"/g, ""));
  if (path.endsWith(".py")) return line.includes("#");
  if (!path.endsWith(".sql")) return false;
  const before = text.slice(0, at);
  return (
    /--/.test(line.replace(/'[^']*'/g, "")) ||
    before.lastIndexOf("{#") > before.lastIndexOf("#}") ||
    before.lastIndexOf("/*") > before.lastIndexOf("*/")
  );
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
