/** Models, singular tests and analyses: one SQL file, one node. */
import type { Diagnostic } from "../core/errors.ts";
import { sha256 } from "../core/hash.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { Environment } from "../context/environment.ts";
import type { Project } from "../project/project.ts";
import { cascade, mergeConfigs } from "../project/config.ts";
import type { PlacedFile } from "./files.ts";
import { TEST_DEFAULTS } from "./generic-tests.ts";
import { createNode, nameRelation, nodeId } from "./nodes.ts";
import type { Patch } from "./properties.ts";
import { recordTemplate } from "./record.ts";
import { validateConfig } from "./validate-config.ts";

export type SqlResource = "model" | "test" | "analysis";

const TREES = { model: "models", test: "data_tests", analysis: "analyses" } as const;

export function parseSqlNode(
  environment: Environment,
  project: Project,
  type: SqlResource,
  placed: PlacedFile,
  patch: Patch | undefined,
): { node: ManifestNode; diagnostics: readonly Diagnostic[] } {
  const owner = placed.package;
  const id = nodeId(type, owner.name, placed.stem);
  const fqn = [owner.name, ...placed.folders, placed.stem];
  const recording = recordTemplate(environment, placed.file, { id, name: placed.stem, packageName: owner.name });
  const config = mergeConfigs(
    cascade(project, owner, TREES[type], fqn, [patch?.config ?? {}, recording.config]),
    type === "test" ? TEST_DEFAULTS : type === "analysis" ? { materialized: "view" } : {},
  );
  const node = createNode({
    unique_id: id,
    resource_type: type,
    name: placed.stem,
    package_name: owner.name,
    path: placed.path,
    original_file_path: placed.relative,
    fqn,
    raw_code: placed.file.text,
    checksum: sha256(placed.file.text),
    config,
    span: { path: placed.file.path, from: 0, to: placed.file.text.length },
    description: patch?.description ?? "",
    columns: patch?.columns ?? {},
    patch_path: patch ? `${owner.name}://${patch.path}` : null,
    refs: recording.refs,
    sources: recording.sources,
    depends_on: { nodes: [], macros: recording.macros },
  });
  const call = recording.configSpan;
  const configDiagnostics = validateConfig(recording.config, () => call ?? node.span).map((found) => ({
    ...found,
    node: id,
  }));
  return { node: nameRelation(environment, node), diagnostics: [...recording.diagnostics, ...configDiagnostics] };
}
