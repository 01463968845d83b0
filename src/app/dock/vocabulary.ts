/** What the command bar can complete in a project: names, selector methods with the values that match something, macros. */
import type { Json, Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import type { CommandWords } from "../../worker/protocol.ts";
import type { Vocabulary } from "./completion.ts";

const NAMED = new Set<ManifestNode["resource_type"]>(["model", "seed", "snapshot", "analysis"]);
const BY_METHOD = ["exposure", "metric", "semantic_model", "saved_query", "unit_test"] as const;
/** Config keys whose values are worth a list. */
const CONFIG_KEYS = ["materialized", "schema", "incremental_strategy", "severity", "enabled"];

export function vocabularyOf(manifest: Manifest | null, commands: readonly CommandWords[]): Vocabulary {
  const nodes = manifest ? [...manifest.nodes.values()] : [];
  const named = (is: (node: ManifestNode) => boolean) => nodes.filter(is).map((node) => node.name);
  const methods = new Map<string, string[]>();
  const add = (method: string, values: readonly (string | null)[]): void => {
    const known = sorted(values.filter((value): value is string => value !== null && value !== ""));
    if (known.length > 0) methods.set(method, known);
  };
  add(
    "tag",
    nodes.flatMap((node) => node.tags),
  );
  add("path", nodes.flatMap(pathsOf));
  const sources = nodes.filter((node) => node.resource_type === "source");
  add(
    "source",
    sources.flatMap((node) => [node.source_name, `${node.source_name ?? ""}.${node.name}`]),
  );
  for (const method of BY_METHOD)
    add(
      method,
      named((node) => node.resource_type === method),
    );
  add(
    "resource_type",
    nodes.map((node) => node.resource_type),
  );
  add("test_type", nodes.some(isTest) ? ["generic", "singular", "unit", "data"] : []);
  add(
    "test_name",
    nodes.map((node) => node.test_metadata?.name ?? null),
  );
  add(
    "package",
    nodes.map((node) => node.package_name),
  );
  add(
    "group",
    nodes.map((node) => node.group),
  );
  add(
    "access",
    nodes.map((node) => (node.resource_type === "model" ? (node.access ?? "protected") : null)),
  );
  add(
    "file",
    nodes.map((node) => (NAMED.has(node.resource_type) ? (node.original_file_path.split("/").at(-1) ?? null) : null)),
  );
  add(
    "fqn",
    nodes.flatMap((node) =>
      NAMED.has(node.resource_type) ? [node.fqn.slice(0, -1).join("."), node.fqn.join(".")] : [],
    ),
  );
  add("version", nodes.some((node) => node.version !== null) ? ["latest", "prerelease", "old", "none"] : []);
  for (const key of CONFIG_KEYS)
    add(
      `config.${key}`,
      nodes.map((node) => textOf(node.config[key])),
    );
  for (const key of sorted(nodes.flatMap((node) => Object.keys(node.meta))))
    add(
      `config.meta.${key}`,
      nodes.map((node) => textOf(node.meta[key])),
    );
  const selectors = manifest ? [...manifest.selectors.keys()].sort() : [];
  add("selector", selectors);
  return {
    commands,
    nodes: sorted(named((node) => NAMED.has(node.resource_type))),
    tests: sorted(named(isTest)),
    methods,
    selectors,
    macros: sorted(
      [...(manifest?.macros.values() ?? [])].flatMap((macro) =>
        macro.package_name === manifest?.project_name ? [macro.name] : [],
      ),
    ),
  };
}

function isTest(node: ManifestNode): boolean {
  return node.resource_type === "test" || node.resource_type === "unit_test";
}

/** The folders that a file lies in, outermost first. */
function pathsOf(node: ManifestNode): string[] {
  if (!NAMED.has(node.resource_type)) return [];
  const folders = node.original_file_path.split("/");
  return folders.map((_, index) => folders.slice(0, index + 1).join("/"));
}

function textOf(value: unknown): string | null {
  const json = value as Json | undefined;
  return typeof json === "string" || typeof json === "number" || typeof json === "boolean" ? String(json) : null;
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
