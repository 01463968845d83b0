/** What only the whole project shows: names that clash, groups and folders that do not exist, models that are past their date. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { GroupInfo, ManifestNode } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import { CONFIG_TREES } from "../project/package.ts";
import type { Project } from "../project/project.ts";
import { isRecord } from "../project/yaml.ts";
import type { YamlRecord } from "../project/yaml.ts";
import type { Deprecations } from "./deprecations.ts";

export interface Checked {
  readonly project: Project;
  readonly nodes: ReadonlyMap<NodeId, ManifestNode>;
  readonly disabled: ReadonlyMap<NodeId, ManifestNode>;
  readonly groups: ReadonlyMap<string, GroupInfo>;
  readonly deprecations: Deprecations;
  /** Milliseconds of the injected clock. */
  readonly now: number;
}

export function projectDiagnostics(checked: Checked): Diagnostic[] {
  return [
    ...nameDiagnostics(checked),
    ...groupDiagnostics(checked),
    ...deprecatedModels(checked),
    ...unusedConfigPaths(checked),
  ];
}

const BUILT: readonly ManifestNode["resource_type"][] = ["model", "seed", "snapshot"];

function nameDiagnostics({ nodes, project, deprecations }: Checked): Diagnostic[] {
  const found: Diagnostic[] = [];
  const names = new Map<string, ManifestNode>();
  const relations = new Map<string, ManifestNode>();
  const allowsSpaces = project.flags["require_resource_names_without_spaces"] === false;
  const wantsUnique = project.flags["require_unique_project_resource_names"] === true;
  for (const node of nodes.values()) {
    const isBuilt = BUILT.includes(node.resource_type);
    const isStored = node.resource_type === "test" && node.config["store_failures"] === true;
    if (node.name.includes(" ") && node.resource_type !== "source" && node.resource_type !== "exposure") {
      const message = `The name "${node.name}" has a space in it.`;
      if (allowsSpaces) deprecations.note({ key: "spaces", message, hint: "Rename it.", at: node.span });
      else
        found.push(
          diagnostic("P003", message, { hint: "Rename it; write underscores.", at: node.span, node: node.unique_id }),
        );
    }
    if (!isBuilt && !isStored) continue;
    if (isBuilt) {
      const key = `${node.package_name}.${node.name}`;
      const before = names.get(key);
      if (before && (before.version === null) !== (node.version === null)) {
        found.push(
          diagnostic(
            "P004",
            `"${node.name}" exists with versions and without: in "${before.span.path}" and in "${node.span.path}".`,
            {
              hint: "Make the file without version one of the versions, or rename it.",
              at: node.span,
              node: node.unique_id,
            },
          ),
        );
      } else if (before && node.version === null) {
        const message = `A ${before.resource_type} and a ${node.resource_type} are both named "${node.name}".`;
        if (wantsUnique)
          found.push(diagnostic("P004", message, { hint: "Rename one of them.", at: node.span, node: node.unique_id }));
        else deprecations.note({ key: "shared-names", message, hint: "Rename one of them.", at: node.span });
      }
      names.set(key, node);
    }
    const relation = `${node.database}.${node.schema}.${node.alias}`.toLowerCase();
    const other = relations.get(relation);
    if (other) {
      found.push(
        diagnostic(
          "P004",
          `"${other.name}" and "${node.name}" would both be built as "${node.database}"."${node.schema}"."${node.alias}": ` +
            `in "${other.span.path}" and in "${node.span.path}".`,
          { hint: "Give one of them another `alias` or `schema`.", at: node.span, node: node.unique_id },
        ),
      );
    } else relations.set(relation, node);
  }
  return found;
}

function groupDiagnostics({ nodes, groups }: Checked): Diagnostic[] {
  const names = new Set([...groups.values()].map((group) => group.name));
  const found: Diagnostic[] = [];
  for (const node of nodes.values()) {
    if (node.group === null || names.has(node.group)) continue;
    // A test has its group from its model, which says so itself.
    if (node.test_metadata !== null) continue;
    const near = nearest(node.group, names);
    found.push(
      diagnostic("P003", `The group "${node.group}" of "${node.name}" does not exist.`, {
        hint:
          near !== null
            ? `Did you mean "${near}"?`
            : names.size === 0
              ? "Declare it below `groups:` in a property file."
              : `Groups are: ${[...names].sort().join(", ")}.`,
        at: node.span,
        node: node.unique_id,
      }),
    );
  }
  return found;
}

function deprecatedModels({ nodes, now }: Checked): Diagnostic[] {
  const found: Diagnostic[] = [];
  const dated = new Map<NodeId, { node: ManifestNode; isPast: boolean; date: string }>();
  for (const node of nodes.values()) {
    if (node.deprecation_date === null) continue;
    const date = node.deprecation_date.slice(0, 10);
    const isPast = Date.parse(node.deprecation_date) < now;
    dated.set(node.unique_id, { node, isPast, date });
    if (isPast)
      found.push(
        diagnostic("P011", `The model ${label(node)} was to be given up on ${date}.`, {
          severity: "warning",
          hint: "Delete it, or move its `deprecation_date`.",
          at: node.span,
          node: node.unique_id,
        }),
      );
  }
  if (dated.size === 0) return found;
  for (const reader of nodes.values()) {
    if (reader.resource_type !== "model") continue;
    for (const parent of reader.depends_on.nodes) {
      const read = dated.get(parent);
      if (!read) continue;
      found.push(
        diagnostic(
          "P011",
          `"${reader.name}" reads the model ${label(read.node)}, which ${read.isPast ? "was" : "is"} to be given up on ${read.date}.`,
          {
            severity: "warning",
            hint:
              read.node.latest_version !== null && read.node.latest_version !== read.node.version
                ? `Read version ${read.node.latest_version} instead.`
                : "Read another model.",
            at: reader.span,
            node: reader.unique_id,
          },
        ),
      );
    }
  }
  return found;
}

function label(node: ManifestNode): string {
  return node.version === null ? `"${node.name}"` : `"${node.name}" in version ${node.version}`;
}

const TYPES: Readonly<Partial<Record<(typeof CONFIG_TREES)[number], ManifestNode["resource_type"]>>> = {
  models: "model",
  seeds: "seed",
  snapshots: "snapshot",
  data_tests: "test",
  unit_tests: "unit_test",
  sources: "source",
  exposures: "exposure",
  metrics: "metric",
  semantic_models: "semantic_model",
  saved_queries: "saved_query",
};

/** Folders of the root's dbt_project.yml that no node lies in. */
function unusedConfigPaths({ project, nodes, disabled }: Checked): Diagnostic[] {
  const unused = CONFIG_TREES.flatMap((tree) => {
    const type = TYPES[tree];
    const levels = project.configTrees[tree];
    const paths = type === undefined ? [] : configPaths(levels, []);
    if (paths.length === 0) return [];
    // dbt also counts a tree without any folder as unused when there is nothing of its kind.
    const used = new Set<string>();
    for (const node of nodes.values()) if (node.resource_type === type) markUsed(levels, node.fqn, used);
    for (const node of disabled.values()) markUsed(levels, node.fqn, used);
    return paths.flatMap((path) => (used.has(keyOf(path)) ? [] : [{ tree, path }]));
  });
  const [first] = unused;
  if (!first) return [];
  const rawKey =
    first.tree === "data_tests" && !Object.hasOwn(project.file.value as YamlRecord, "data_tests")
      ? "tests"
      : first.tree;
  return [
    diagnostic(
      "P010",
      "Configuration paths exist in your dbt_project.yml file which do not apply to any resources. " +
        `There are ${unused.length} unused configuration paths: ` +
        `${unused.map(({ tree, path }) => [tree, ...path].join(".")).join(", ")}.`,
      {
        severity: "warning",
        hint: "Check the names of the folders, below the name of the project or package.",
        at: project.file.spanOf([rawKey, ...first.path]),
      },
    ),
  ];
}

/** Notes the levels of a tree that hold for a node: those that its folders name, one below the other. */
function markUsed(tree: YamlRecord, fqn: readonly string[], used: Set<string>): void {
  let level: YamlRecord = tree;
  let key = keyOf([]);
  used.add(key);
  for (const name of fqn) {
    const next = level[name];
    if (!isRecord(next)) return;
    key += `\n${name}`;
    used.add(key);
    level = next;
  }
}

function keyOf(path: readonly string[]): string {
  return path.map((name) => `\n${name}`).join("");
}

/** Every level of a tree that sets something itself. */
function configPaths(tree: YamlRecord, path: readonly string[]): (readonly string[])[] {
  const found: (readonly string[])[] = [];
  let sets = false;
  for (const [key, value] of Object.entries(tree)) {
    if (isRecord(value) && !key.startsWith("+")) found.push(...configPaths(value, [...path, key]));
    else sets = true;
  }
  return sets ? [path, ...found] : found;
}
