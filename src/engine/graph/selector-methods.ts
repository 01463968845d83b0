/** Which nodes a criterion names, method by method, before neighbours and tests join. */
import { EngineError } from "../core/errors.ts";
import { RESOURCE_TYPES } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { Criterion } from "./selector-spec.ts";
import { matchesName, matchesPathPattern } from "./shell-pattern.ts";

type Match = (node: ManifestNode) => boolean;

/** The question that a criterion asks of each node. Throws G002 for a value that its method does not take. */
export function matcherOf(criterion: Criterion, manifest: Manifest): Match {
  const { method, path } = criterion;
  const value = String(criterion.value);
  switch (method) {
    case "fqn":
      return (node) =>
        node.resource_type !== "source" &&
        (matchesFqn(node, node.fqn, value) || matchesFqn(node, node.fqn.slice(1), value));
    case "tag":
      return (node) => node.tags.some((tag) => matchesName(tag, value));
    case "group":
      return (node) => node.group !== null && matchesName(node.group, value);
    case "access":
      return (node) => node.resource_type === "model" && (node.access ?? "protected") === value;
    case "path":
      return pathMatcher(manifest, value);
    case "file":
      return (node) => {
        const name = node.original_file_path.split("/").at(-1) ?? "";
        return matchesName(name, value) || matchesName(name.replace(/\.[^.]*$/, ""), value);
      };
    case "package": {
      const wanted = value === "this" ? manifest.project_name : value;
      return (node) => matchesName(node.package_name, wanted);
    }
    case "source":
      return sourceMatcher(criterion, value);
    case "exposure":
    case "metric":
    case "semantic_model":
    case "saved_query":
    case "unit_test":
      return namedMatcher(criterion, method, value);
    case "resource_type":
      if (!(RESOURCE_TYPES as readonly string[]).includes(value)) throw wrongValue(criterion, value, RESOURCE_TYPES);
      return (node) => node.resource_type === value;
    case "test_name":
      return (node) =>
        node.resource_type === "unit_test"
          ? matchesName(node.name, value)
          : node.test_metadata !== null && matchesName(node.test_metadata.name, value);
    case "test_type":
      return testTypeMatcher(criterion, value);
    case "version":
      return versionMatcher(criterion, value);
    case "config":
      return (node) => isConfigurable(node) && configMatches(node, path, criterion.value);
    case "state":
    case "result":
    case "source_status":
      throw new EngineError("P012", `The selector "${criterion.text}" is not supported yet.`, {
        hint: `\`${method}:\` compares with the artifacts of an earlier run; name the nodes, or select them by tag or path.`,
      });
  }
}

/** A name can be given without its package, with some of its folders, or with a pattern from any folder on. */
function matchesFqn(node: ManifestNode, fqn: readonly string[], value: string): boolean {
  const wanted = value.split(".");
  if (node.version !== null) {
    if (fqn.at(-2) === value || fqn.slice(-2).join("_") === wanted.slice(-2).join("_")) return true;
  } else if (fqn.at(-1) === value) return true;
  const flat = fqn.flatMap((segment) => segment.split("."));
  if (flat.length < wanted.length) return false;
  for (const [index, part] of wanted.entries()) {
    if (/[*?[\]]/.test(part)) return matchesName(flat.slice(index).join("."), wanted.slice(index).join("."));
    if (flat[index] !== part) return false;
  }
  return true;
}

/**
 * As in dbt, the pattern names files and folders of the root project, and a node is taken when its own path, its property file or one
 * of its folders is among them. Paths of a package's nodes start at the package, so they match where the root has the same folder.
 */
function pathMatcher(manifest: Manifest, pattern: string): Match {
  const seen = new Set<string>();
  const named = new Set<string>();
  const look = (path: string): void => {
    for (let at = path; at !== "" && !seen.has(at); at = folderOf(at)) {
      seen.add(at);
      if (matchesPathPattern(at, pattern)) named.add(at);
    }
  };
  for (const node of manifest.nodes.values()) {
    if (node.package_name !== manifest.project_name) continue;
    look(node.original_file_path);
    look(patchFile(node));
  }
  return (node) => {
    if (named.has(patchFile(node))) return true;
    for (let at = node.original_file_path; at !== ""; at = folderOf(at)) if (named.has(at)) return true;
    return false;
  };
}

function patchFile(node: ManifestNode): string {
  return node.patch_path?.split("://")[1] ?? "";
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function sourceMatcher(criterion: Criterion, value: string): Match {
  const parts = value.split(".");
  if (parts.length > 3) throw wrongForm(criterion, "source:SOURCE, source:SOURCE.TABLE or source:PACKAGE.SOURCE.TABLE");
  const table = parts.length > 1 ? (parts.at(-1) ?? "*") : "*";
  const source = parts.length > 2 ? (parts[1] ?? "*") : (parts[0] ?? "*");
  const owner = parts.length > 2 ? (parts[0] ?? "*") : "*";
  return (node) =>
    node.resource_type === "source" &&
    matchesName(node.package_name, owner) &&
    matchesName(node.source_name ?? "", source) &&
    matchesName(node.name, table);
}

function namedMatcher(criterion: Criterion, type: ManifestNode["resource_type"], value: string): Match {
  const parts = value.split(".");
  if (parts.length > 2) throw wrongForm(criterion, `${type}:NAME or ${type}:PACKAGE.NAME`);
  const name = parts.at(-1) ?? "*";
  const owner = parts.length > 1 ? (parts[0] ?? "*") : "*";
  return (node) => node.resource_type === type && matchesName(node.package_name, owner) && matchesName(node.name, name);
}

function testTypeMatcher(criterion: Criterion, value: string): Match {
  switch (value) {
    case "generic":
    case "schema":
      return (node) => node.resource_type === "test" && node.test_metadata !== null;
    case "singular":
      return (node) => node.resource_type === "test" && node.test_metadata === null;
    case "data":
      return (node) => node.resource_type === "test";
    case "unit":
      return (node) => node.resource_type === "unit_test";
    default:
      throw wrongValue(criterion, value, ["generic", "singular", "unit", "data"]);
  }
}

function versionMatcher(criterion: Criterion, value: string): Match {
  switch (value) {
    case "latest":
      return (node) => node.version !== null && compareVersions(node.version, node.latest_version) === 0;
    case "prerelease":
      return (node) => node.version !== null && compareVersions(node.version, node.latest_version) > 0;
    case "old":
      return (node) => node.version !== null && compareVersions(node.version, node.latest_version) < 0;
    case "none":
      return (node) => node.resource_type === "model" && node.version === null;
    default:
      throw wrongValue(criterion, value, ["latest", "prerelease", "old", "none"]);
  }
}

/** Numbers by size; where one is no number, as text. */
export function compareVersions(one: string | number, other: string | number | null): number {
  if (other === null) return 0;
  const [a, b] = [Number(one), Number(other)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  return String(one) < String(other) ? -1 : String(one) > String(other) ? 1 : 0;
}

const NOT_CONFIGURABLE: readonly string[] = ["exposure", "metric", "semantic_model", "saved_query", "unit_test"];

function isConfigurable(node: ManifestNode): boolean {
  return !NOT_CONFIGURABLE.includes(node.resource_type);
}

function configMatches(node: ManifestNode, path: readonly string[], wanted: Criterion["value"]): boolean {
  let current: unknown = node.config;
  for (const key of path)
    current = typeof current === "object" && current !== null ? (current as Record<string, unknown>)[key] : undefined;
  const matches = (value: unknown): boolean => {
    if (value === wanted) return true;
    if (typeof wanted !== "string") return false;
    if (typeof value === "boolean") return String(value) === wanted.toLowerCase();
    // Severities are written in any case.
    return path.length === 1 && path[0] === "severity" && String(value).toLowerCase() === wanted.toLowerCase();
  };
  return Array.isArray(current) ? current.some(matches) : matches(current);
}

function wrongValue(criterion: Criterion, value: string, known: readonly string[]): EngineError {
  const near = nearest(value, known);
  return new EngineError(
    "G002",
    `The selector "${criterion.text}" has a value that \`${criterion.method}:\` does not take.`,
    {
      hint: near === null ? `Values are: ${known.join(", ")}.` : `Did you mean "${criterion.method}:${near}"?`,
    },
  );
}

function wrongForm(criterion: Criterion, form: string): EngineError {
  return new EngineError("G002", `The selector "${criterion.text}" has too many parts.`, { hint: `Write ${form}.` });
}
