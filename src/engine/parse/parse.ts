/**
 * Project -> Manifest. Needs no database and never throws for a bad project: what is wrong becomes a diagnostic, and everything
 * that can still be read is in the manifest, so that lineage and editor stay useful while a file is broken.
 */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode, RefArgs } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { SourceFile } from "../core/source-file.ts";
import type { Environment } from "../context/environment.ts";
import { templateOf } from "../context/templates.ts";
import type { Project } from "../project/project.ts";
import { asList, isRecord, toJson } from "../project/yaml.ts";
import type { YamlRecord } from "../project/yaml.ts";
import type { Package } from "../project/package.ts";
import type { RenderYaml } from "../project/yaml.ts";
import type { PlacedFile, ProjectFiles } from "./files.ts";
import { sortFiles } from "./files.ts";
import { kwargTemplate, parseGenericTest } from "./generic-tests.ts";
import { readMacros } from "./macros.ts";
import { createNode, nodeId } from "./nodes.ts";
import type { Exposure, Patch } from "./properties.ts";
import { readProperties } from "./properties.ts";
import { literalReferences } from "./record.ts";
import { createLookup, resolveDependencies } from "./resolve.ts";
import type { Lookup } from "./resolve.ts";
import { mergeConfigs } from "../project/config.ts";
import { parseSqlNode } from "./sql-nodes.ts";
import { seedNode, sourceNode } from "./sources-and-seeds.ts";
import { validateConfig } from "./validate-config.ts";
import { createYamlRenderer } from "./yaml-renderer.ts";

export interface Parsed {
  readonly manifest: Manifest;
  readonly environment: Environment;
  readonly lookup: Lookup;
}

/** `environmentOf` is given the registry of all macros and returns what templates share. */
export function parseProject(
  project: Project,
  builtins: readonly SourceFile[],
  environmentOf: (registry: Environment["registry"]) => Environment,
): Parsed {
  const owners: readonly Package[] = [project, ...project.packages];
  const files = joinFiles(owners.map(sortFiles));
  const docs = readDocs(files.docs);
  // Descriptions of macros come from property files, which are rendered without project macros, so a first environment will do.
  const bare = environmentOf(readMacros(project, [], builtins, new Map()).registry);
  const renderers = new Map(owners.map((owner) => [owner.name, createYamlRenderer(bare, docs, owner.name)]));
  const renderOf = (owner: Package): RenderYaml => renderers.get(owner.name) ?? createYamlRenderer(bare, docs);
  const properties = readProperties(files.properties, renderOf);
  const checks = owners.flatMap(projectConfigDiagnostics);
  const macros = readMacros(
    project,
    files.macros,
    builtins,
    new Map(properties.macros.map((macro) => [`${macro.packageName}.${macro.name}`, macro])),
  );
  const environment = environmentOf(macros.registry);
  const diagnostics: Diagnostic[] = [
    ...project.diagnostics,
    ...checks,
    ...properties.diagnostics,
    ...macros.diagnostics,
  ];

  const nodes = new Map<NodeId, ManifestNode>();
  const disabled = new Map<NodeId, ManifestNode>();
  const add = (node: ManifestNode): void => {
    const known = nodes.get(node.unique_id);
    if (known) {
      diagnostics.push(
        diagnostic(
          "P004",
          `Two resources are named "${node.name}": in "${known.span.path}" and in "${node.span.path}".`,
          {
            hint: "Rename one of them; names are unique in a project.",
            at: node.span,
            node: node.unique_id,
          },
        ),
      );
      return;
    }
    (node.config.enabled ? nodes : disabled).set(node.unique_id, node);
  };

  const used = new Set<Patch>();
  const patches = new Map(
    // The first entry for a name is the one that counts.
    [...properties.patches]
      .reverse()
      .map((patch) => [patchKey(patch.kind, patch.file.package.name, patch.name), patch]),
  );
  const patchOf = (kind: Patch["kind"], placed: PlacedFile): Patch | undefined => {
    const patch = patches.get(patchKey(kind, placed.package.name, placed.stem));
    if (patch) used.add(patch);
    return patch;
  };
  const addSql = (type: "model" | "test" | "analysis", placed: PlacedFile, kind: Patch["kind"]): void => {
    const parsed = parseSqlNode(environment, project, type, placed, patchOf(kind, placed));
    diagnostics.push(...parsed.diagnostics);
    add(parsed.node);
  };
  for (const table of properties.sources) add(sourceNode(environment, project, table));
  for (const placed of files.seeds) add(seedNode(environment, project, placed, patchOf("seeds", placed)));
  for (const placed of files.models) addSql("model", placed, "models");
  for (const placed of files.analyses) addSql("analysis", placed, "analyses");
  for (const placed of files.tests) addSql("test", placed, "data_tests");
  for (const exposure of properties.exposures) add(exposureNode(exposure));

  const byName = new Map(
    [...nodes.values()]
      .filter((node) => node.resource_type === "model" || node.resource_type === "seed")
      .map((node) => [`${node.package_name}.${node.name}`, node]),
  );
  for (const patch of properties.patches) {
    const node = byName.get(`${patch.file.package.name}.${patch.name}`);
    if (!node || !used.has(patch)) {
      if (!used.has(patch))
        diagnostics.push(
          unusedPatch(
            patch,
            [...byName.values()].map((known) => known.name),
            disabled,
          ),
        );
      continue;
    }
    for (const entry of patch.tests) {
      const parsed = parseGenericTest(
        environment,
        project,
        renderOf(patch.file.package),
        { node, file: patch.file },
        entry,
      );
      diagnostics.push(...parsed.diagnostics);
      if (parsed.node) add(parsed.node);
    }
  }
  for (const table of properties.sources) {
    const node = nodes.get(nodeId("source", table.file.package.name, table.sourceName, table.name));
    if (!node) continue;
    for (const entry of table.tests) {
      const parsed = parseGenericTest(
        environment,
        project,
        renderOf(table.file.package),
        { node, file: table.file },
        entry,
      );
      diagnostics.push(...parsed.diagnostics);
      if (parsed.node) add(parsed.node);
    }
  }

  const lookup = createLookup(nodes.values(), disabled.values(), project.name);
  diagnostics.push(...resolveDependencies(nodes, lookup));
  return {
    environment,
    lookup,
    manifest: {
      project_name: project.name,
      packages: owners.map((owner) => owner.name),
      groups: new Map(),
      docs: new Map(),
      selectors: new Map(),
      nodes,
      macros: new Map(macros.registry.all().map((macro) => [macro.info.unique_id, macro.info])),
      child_map: childMap(nodes),
      disabled,
      vars: toJson(project.vars) as Manifest["vars"],
      diagnostics,
    },
  };
}

/** Config trees of dbt_project.yml, level by level. */
function projectConfigDiagnostics(project: Package): Diagnostic[] {
  const visit = (tree: YamlRecord, path: readonly string[]): Diagnostic[] => [
    ...validateConfig(
      Object.fromEntries(Object.entries(tree).filter(([key, value]) => key.startsWith("+") || !isRecord(value))),
      (key) => project.file.spanOf([...path, key]),
    ),
    ...Object.entries(tree).flatMap(([key, value]) =>
      isRecord(value) && !key.startsWith("+") && key !== "meta" ? visit(value, [...path, key]) : [],
    ),
  ];
  return Object.entries(project.configTrees).flatMap(([key, tree]) =>
    visit(tree, [key === "data_tests" && project.file.spanOf(["data_tests"]).from === 0 ? "tests" : key]),
  );
}

function childMap(nodes: ReadonlyMap<NodeId, ManifestNode>): Map<NodeId, NodeId[]> {
  const children = new Map<NodeId, NodeId[]>([...nodes.keys()].map((id) => [id, []]));
  for (const node of nodes.values()) {
    for (const parent of node.depends_on.nodes) children.get(parent)?.push(node.unique_id);
  }
  return children;
}

function patchKey(kind: Patch["kind"], packageName: string, name: string): string {
  return `${kind} ${packageName}.${name}`;
}

function joinFiles(all: readonly ProjectFiles[]): ProjectFiles {
  const join = (kind: keyof ProjectFiles): PlacedFile[] => all.flatMap((files) => [...files[kind]]);
  return {
    models: join("models"),
    tests: join("tests"),
    macros: join("macros"),
    seeds: join("seeds"),
    analyses: join("analyses"),
    properties: join("properties"),
    docs: join("docs"),
  };
}

function readDocs(files: readonly PlacedFile[]): Map<string, string> {
  const docs = new Map<string, string>();
  for (const placed of files) {
    if (!placed.file.text.includes("{%")) continue;
    try {
      for (const block of templateOf(placed.file.path, placed.file.text).blocks) {
        if (block.kind === "docs") docs.set(block.name, placed.file.text.slice(block.bodyFrom, block.bodyTo).trim());
      }
    } catch {
      // A README that shows Jinja is no docs file; only files that parse hold docs blocks.
    }
  }
  return docs;
}

function unusedPatch(patch: Patch, names: readonly string[], disabled: ReadonlyMap<NodeId, ManifestNode>): Diagnostic {
  const off = [...disabled.values()].some((node) => node.name === patch.name);
  const near = nearest(patch.name, names);
  return diagnostic(
    "P008",
    `"${patch.path}" describes "${patch.name}" under \`${patch.kind}:\`, but there is no such ${patch.kind.replace(/s$/, "")}.`,
    {
      severity: "warning",
      hint: off
        ? "It is disabled."
        : near === null
          ? "Delete the entry, or create the file that it describes."
          : `Did you mean "${near}"?`,
      at: patch.span,
    },
  );
}

function exposureNode(exposure: Exposure): ManifestNode {
  const refs: RefArgs[] = [];
  const sources: (readonly [string, string])[] = [];
  for (const text of asList(exposure.entry["depends_on"])) {
    if (typeof text !== "string") continue;
    const found = literalReferences(templateOf(`${exposure.file.file.path}#${text}`, kwargTemplate(text)));
    refs.push(...found.refs);
    sources.push(...found.sources);
  }
  const { entry } = exposure;
  const owner = exposure.file.package;
  const label: YamlRecord = typeof entry["label"] === "string" ? { label: entry["label"] } : {};
  const meta = isRecord(entry["meta"]) ? entry["meta"] : {};
  return createNode({
    unique_id: nodeId("exposure", owner.name, exposure.name),
    resource_type: "exposure",
    name: exposure.name,
    package_name: owner.name,
    path: exposure.file.path,
    original_file_path: exposure.file.relative,
    fqn: [owner.name, ...exposure.file.folders, exposure.name],
    raw_code: "",
    checksum: "",
    config: mergeConfigs(
      [
        {
          tags: entry["tags"] ?? [],
          meta: { ...meta, ...label },
          type: entry["type"] ?? null,
          owner: entry["owner"] ?? null,
          url: entry["url"] ?? null,
        },
      ],
      { materialized: "exposure" },
    ),
    span: exposure.span,
    description: typeof entry["description"] === "string" ? entry["description"] : "",
    refs,
    sources,
  });
}

/** Whether a project cannot run at all: every error but those that fail a single node when it runs. */
export function isFatal(found: Diagnostic): boolean {
  return found.severity === "error" && found.code !== "R003" && found.code !== "P010";
}
