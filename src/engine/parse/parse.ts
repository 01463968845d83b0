/**
 * Project -> Manifest. Needs no database and never throws for a bad project: what is wrong becomes a diagnostic, and everything
 * that can still be read is in the manifest, so that lineage and editor stay useful while a file is broken.
 *
 * Reading goes from what depends on nothing to what depends on much: docs blocks, property files, macros, nodes, their tests, edges,
 * and at last what only the whole shows. Results that an edit cannot have changed come from `memory.ts`.
 */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { GroupInfo, Manifest, ManifestNode } from "../core/manifest.ts";
import type { SourceFile } from "../core/source-file.ts";
import type { Environment } from "../context/environment.ts";
import { BUILTIN_PACKAGE, MacroRegistry } from "../context/macro-registry.ts";
import { resolveConfig } from "../project/config.ts";
import type { ConfigKind } from "../project/config-defaults.ts";
import type { Project } from "../project/project.ts";
import { toJson } from "../project/yaml.ts";
import type { RenderYaml } from "../project/yaml.ts";
import type { Package } from "../project/package.ts";
import { versionDiagnostics } from "../project/version-requirement.ts";
import { projectDiagnostics } from "./checks.ts";
import type { ColumnEntry, DataTestEntry } from "./columns.ts";
import { configTreeDiagnostics } from "./config-trees.ts";
import { Deprecations } from "./deprecations.ts";
import { matchDescriptions } from "./descriptions.ts";
import type { Describable } from "./descriptions.ts";
import { docBlocks } from "./doc-blocks.ts";
import { readDocs } from "./docs.ts";
import { exposureNode, groupInfo } from "./exposures.ts";
import { joinFiles, sortFiles } from "./files.ts";
import type { PlacedFile } from "./files.ts";
import { parseGenericTest } from "./generic-tests.ts";
import type { TestTarget } from "./generic-tests.ts";
import { readMacros } from "./macros.ts";
import { memoryOf } from "./memory.ts";
import type { ParseContext } from "./parse-context.ts";
import type { Parsed, ReadModel } from "./edited-model.ts";
import { withoutOwnChoices } from "./own-choices.ts";
import { readProperties } from "./properties.ts";
import type { Definition, DefinitionKind } from "./properties.ts";
import { createLookup, resolveDependencies } from "./resolve.ts";
import { seedNode } from "./seeds.ts";
import { linkMetrics, metricNode, savedQueryNode, semanticModelNode } from "./semantic.ts";
import { sourceNodes } from "./sources.ts";
import { parseSqlNode } from "./sql-nodes.ts";
import type { Described, SqlResource } from "./sql-nodes.ts";
import { sqlTexts } from "./sql-texts.ts";
import { unitTestNodes } from "./unit-tests.ts";
import { createYamlRenderer } from "./yaml-renderer.ts";

/** Kinds of property entries, by the type of the node that they describe. */
const PATCH_KINDS = {
  model: "models",
  snapshot: "snapshots",
  analysis: "analyses",
  test: "data_tests",
  operation: "models",
} as const satisfies Record<SqlResource, Describable["kind"]>;

/** `environmentOf` is given the registry of all macros and returns what templates share. */
export function parseProject(
  project: Project,
  builtins: readonly SourceFile[],
  environmentOf: (registry: Environment["registry"]) => Environment,
): Parsed {
  const owners: readonly Package[] = [project, ...project.packages];
  const files = joinFiles(owners.map(sortFiles));
  const { docs, diagnostics: docsDiagnostics } = readDocs(files.docs, project.name);
  // Property files are rendered without macros, so an environment without any will do for them.
  const bare = environmentOf(new MacroRegistry(project.name));
  const settings = settingsOf(project, bare, files.docs);
  const renderers = new Map(owners.map((owner) => [owner.name, createYamlRenderer(bare, docs, owner.name)]));
  const renderOf = (owner: Package): RenderYaml => renderers.get(owner.name) ?? project.render;
  const properties = readProperties(files.properties, renderOf, memoryOf(settings));
  const macros = readMacros(
    project,
    files.macros,
    builtins,
    properties.flatMap((file) => file.macros),
  );
  const environment = environmentOf(macros.registry);
  const deprecations = new Deprecations();
  const memory = memoryOf([
    ...settings,
    ...files.macros.map(({ file }) => file.text),
    ...builtins.map(({ text }) => text),
  ]);
  const context: ParseContext = { environment, project, memory, deprecations };
  const checksVersion = project.flags["version_check"] !== false;
  const reading = new Reading([
    ...project.diagnostics,
    ...(checksVersion ? owners.flatMap((owner) => versionDiagnostics(owner, environment.dbtVersion)) : []),
    ...owners.flatMap((owner) => configTreeDiagnostics(owner, materializationsOf(macros.registry))),
    ...docsDiagnostics,
    ...properties.flatMap((file) => file.diagnostics),
    ...macros.diagnostics,
  ]);
  const { nodes, disabled, diagnostics } = reading;
  const definitionsOf = (kind: DefinitionKind): Definition[] => properties.flatMap((file) => file.definitions[kind]);

  const sources = sourceNodes(
    environment,
    project,
    properties.flatMap((file) => file.sources),
  );
  diagnostics.push(...sources.diagnostics);
  for (const { node } of sources.nodes) reading.add(node);

  const patches = properties.flatMap((file) => file.patches);
  const sql = sqlTexts(
    files,
    patches.filter((patch) => patch.kind === "snapshots"),
  );
  diagnostics.push(...sql.diagnostics);
  const describable = (
    type: ConfigKind,
    kind: Describable["kind"],
    placed: PlacedFile,
    fqn: readonly string[],
  ): Describable => ({
    kind,
    name: fqn.at(-1) ?? "",
    packageName: placed.package.name,
    isEnabled: () => resolveConfig(project, placed.package, type, fqn, []).config.enabled,
  });
  const seeds = files.seeds.map((placed) => ({
    placed,
    as: describable("seed", "seeds", placed, [placed.package.name, ...placed.folders, placed.stem]),
  }));
  const texts = sql.texts.map((text) => ({
    text,
    as: describable(text.type, PATCH_KINDS[text.type], text.placed, text.fqn),
  }));
  const descriptions = matchDescriptions(
    [...seeds, ...texts].map(({ as }) => as),
    patches,
  );
  diagnostics.push(...descriptions.diagnostics);
  const tested: { described: Described; node: ManifestNode }[] = [];
  for (const { placed, as } of seeds) {
    const described = descriptions.of(as);
    const node = seedNode(context, placed, described?.patch ?? null);
    if (reading.add(node) && described) tested.push({ described, node });
  }
  const models = new Map<string, ReadModel>();
  for (const { text, as } of texts) {
    const described = descriptions.of(as);
    const parsed = parseSqlNode(context, text, described);
    if (text.type === "model" && text.language === undefined)
      models.set(text.placed.file.path, { text, described, parsed });
    diagnostics.push(...parsed.diagnostics);
    if (reading.add(parsed.node) && described) tested.push({ described, node: parsed.node });
  }

  for (const { described, node } of tested) {
    const { patch, version } = described;
    if (patch.kind === "data_tests" || patch.kind === "analyses") continue;
    const target: TestTarget = { node, file: patch.file, tags: [] };
    for (const entry of testsOf(version?.columns ?? patch.columns, version?.tests ?? patch.tests))
      reading.addTest(context, renderOf(patch.file.package), target, entry);
  }
  for (const { node, tests, source, tags } of sources.nodes) {
    if (!nodes.has(node.unique_id)) continue;
    const target: TestTarget = { node, file: source.file, tags };
    for (const entry of tests) reading.addTest(context, renderOf(source.file.package), target, entry);
  }

  const groups = new Map<string, GroupInfo>();
  for (const definition of definitionsOf("groups")) {
    const { group, diagnostics: found } = groupInfo(definition);
    diagnostics.push(...found);
    const known = groups.get(group.unique_id);
    if (known) diagnostics.push(sameName(group.name, known, group));
    else groups.set(group.unique_id, group);
  }
  const take = (parsed: { node: ManifestNode; diagnostics: readonly Diagnostic[] }): void => {
    diagnostics.push(...parsed.diagnostics);
    reading.add(parsed.node);
  };
  for (const definition of definitionsOf("exposures")) take(exposureNode(context, definition));
  const made: Definition[] = [];
  for (const definition of definitionsOf("semantic_models")) {
    const parsed = semanticModelNode(context, definition);
    made.push(...parsed.metrics);
    take(parsed);
  }
  for (const definition of [...definitionsOf("metrics"), ...made]) take(metricNode(context, definition));
  for (const definition of definitionsOf("saved_queries")) take(savedQueryNode(context, definition));

  const lookup = createLookup(nodes.values(), disabled.values(), project);
  diagnostics.push(...resolveDependencies(nodes, disabled, lookup, project), ...linkMetrics(nodes));
  const disabledByName = new Map<string, ManifestNode[]>();
  for (const node of disabled.values()) disabledByName.set(node.name, [...(disabledByName.get(node.name) ?? []), node]);
  const unitTests = unitTestNodes(context, definitionsOf("unit_tests"), {
    lookup,
    models: [...nodes.values()].filter((node) => node.resource_type === "model"),
    disabled: disabledByName,
    fixtures: files.fixtures,
    seeds: files.seeds,
  });
  diagnostics.push(...unitTests.diagnostics);
  for (const node of unitTests.nodes) reading.add(node);
  diagnostics.push(
    ...projectDiagnostics({ project, nodes, disabled, groups, deprecations, now: environment.clock.now() }),
    ...deprecations.diagnostics(),
  );
  // A file that is read as something else, too, is no simple model.
  for (const { file } of files.macros) models.delete(file.path);
  for (const { text } of texts) if (text.type !== "model") models.delete(text.placed.file.path);
  return {
    environment,
    context,
    models,
    // Unit tests are no target of refs, so the lookup from before them serves.
    lookup,
    manifest: {
      project_name: project.name,
      packages: owners.map((owner) => owner.name),
      groups,
      docs: docs.all,
      selectors: project.selectors,
      nodes,
      macros: new Map(macros.registry.all().map((macro) => [macro.info.unique_id, macro.info])),
      doc_blocks: docBlocks(
        properties.map(({ descriptions: texts }, index) => ({
          owner: files.properties[index]?.package.name ?? project.name,
          descriptions: texts,
        })),
        docs,
      ),
      child_map: childMap(nodes),
      disabled,
      vars: toJson(project.vars) as Manifest["vars"],
      diagnostics: withoutOwnChoices(diagnostics, macros.registry),
    },
  };
}

/** The nodes that have been read, and what was found on the way. */
class Reading {
  readonly nodes = new Map<NodeId, ManifestNode>();
  readonly disabled = new Map<NodeId, ManifestNode>();
  readonly diagnostics: Diagnostic[];

  constructor(diagnostics: Diagnostic[]) {
    this.diagnostics = diagnostics;
  }

  /** Whether the node is there and enabled; of two with one id the first stays. */
  add(node: ManifestNode): boolean {
    const known = this.nodes.get(node.unique_id);
    if (known && node.config.enabled) {
      this.diagnostics.push({ ...sameName(node.name, known, node), node: node.unique_id });
      return false;
    }
    if (!node.config.enabled) this.disabled.set(node.unique_id, node);
    else this.nodes.set(node.unique_id, node);
    return node.config.enabled;
  }

  addTest(context: ParseContext, render: RenderYaml, target: TestTarget, entry: DataTestEntry): void {
    const parsed = parseGenericTest(context, render, target, entry);
    this.diagnostics.push(...parsed.diagnostics);
    for (const note of parsed.notes) context.deprecations.note(note);
    if (parsed.node) this.add(parsed.node);
  }
}

function sameName(
  name: string,
  known: Pick<ManifestNode | GroupInfo, "span">,
  other: Pick<ManifestNode | GroupInfo, "span">,
): Diagnostic {
  return diagnostic("P004", `Two resources are named "${name}": in "${known.span.path}" and in "${other.span.path}".`, {
    hint: "Rename one of them; names are unique in a project.",
    at: other.span,
  });
}

function testsOf(columns: readonly ColumnEntry[], tests: readonly DataTestEntry[]): DataTestEntry[] {
  return [...columns.flatMap((column) => column.tests), ...tests];
}

/** Materializations that the project brings itself. */
function materializationsOf(registry: MacroRegistry): string[] {
  return registry
    .all()
    .flatMap((macro) =>
      macro.info.package_name !== BUILTIN_PACKAGE && macro.block.kind === "materialization" ? [macro.block.name] : [],
    );
}

/**
 * Everything besides a file's own text that its reading may depend on, macros apart, as texts that are compared. The environment
 * variables are among them, since any template may ask for any.
 */
function settingsOf(project: Project, environment: Environment, docs: readonly PlacedFile[]): string[] {
  const { target, env } = environment;
  return [
    JSON.stringify([project.name, target, project.cliVars, env], (_key, value: unknown) =>
      typeof value === "bigint" ? `${value}n` : value,
    ),
    ...[project, ...project.packages].map(
      ({ root, files }) => files.find((file) => file.path === `${root}dbt_project.yml`)?.text ?? root,
    ),
    ...docs.map(({ file }) => file.text),
  ];
}

function childMap(nodes: ReadonlyMap<NodeId, ManifestNode>): Map<NodeId, NodeId[]> {
  const children = new Map<NodeId, NodeId[]>();
  for (const id of nodes.keys()) children.set(id, []);
  for (const node of nodes.values()) {
    for (const parent of node.depends_on.nodes) children.get(parent)?.push(node.unique_id);
  }
  return children;
}

/** Whether a project cannot run at all: every error but those that fail a single node when it runs. */
export function isFatal(found: Diagnostic): boolean {
  if (found.severity !== "error" || found.code === "R003" || found.code === "P010") return false;
  // As in dbt, a var that is missing in a model's own text fails that model; one that is missing in YAML stops everything.
  return found.code !== "P005" || found.node === null;
}
