/** Source tables and seeds: nodes that bring data in. */
import { sha256 } from "../core/hash.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { renderRelation } from "../warehouse/sql.ts";
import type { Environment } from "../context/environment.ts";
import type { Project } from "../project/project.ts";
import { cascade, mergeConfigs } from "../project/config.ts";
import { isRecord } from "../project/yaml.ts";
import type { PlacedFile } from "./files.ts";
import { createNode, nameRelation, nodeId } from "./nodes.ts";
import type { Patch, SourceTable } from "./properties.ts";

export function sourceNode(environment: Environment, project: Project, table: SourceTable): ManifestNode {
  const owner = table.file.package;
  const fqn = [owner.name, ...table.file.folders, table.sourceName, table.name];
  const config = mergeConfigs(
    cascade(project, owner, "sources", fqn, [
      table.config,
      { loaded_at_field: table.loadedAtField, freshness: table.freshness },
    ]),
  );
  const relation = {
    database: table.database ?? environment.target.database,
    schema: table.schema,
    identifier: table.identifier,
  };
  return createNode({
    unique_id: nodeId("source", owner.name, table.sourceName, table.name),
    resource_type: "source",
    name: table.name,
    package_name: owner.name,
    path: table.file.relative,
    original_file_path: table.file.relative,
    fqn,
    raw_code: "",
    checksum: "",
    config,
    span: table.span,
    database: relation.database,
    schema: relation.schema,
    alias: relation.identifier,
    relation_name: renderRelation(relation),
    description: table.description,
    columns: table.columns,
    source_name: table.sourceName,
    identifier: table.identifier,
    source_description: table.sourceDescription,
    external_location: externalLocation(table),
  });
}

/** `meta.external_location` with `{name}`, `{identifier}`, `{schema}` and `{source_name}` filled in; null for a plain table. */
function externalLocation(table: SourceTable): string | null {
  const meta = table.config["meta"];
  const location = (isRecord(meta) ? meta["external_location"] : undefined) ?? table.config["external_location"];
  if (typeof location !== "string") return null;
  const fields: Record<string, string> = {
    name: table.name,
    identifier: table.identifier,
    schema: table.schema,
    source_name: table.sourceName,
  };
  return location.replace(/\{(\w+)\}/g, (whole, field: string) => fields[field] ?? whole);
}

export function seedNode(
  environment: Environment,
  project: Project,
  placed: PlacedFile,
  patch: Patch | undefined,
): ManifestNode {
  const owner = placed.package;
  const fqn = [owner.name, ...placed.folders, placed.stem];
  const config = mergeConfigs(cascade(project, owner, "seeds", fqn, [patch?.config ?? {}]), { materialized: "seed" });
  return nameRelation(
    environment,
    createNode({
      unique_id: nodeId("seed", owner.name, placed.stem),
      resource_type: "seed",
      name: placed.stem,
      package_name: owner.name,
      path: placed.path,
      original_file_path: placed.relative,
      fqn,
      raw_code: "",
      checksum: sha256(placed.file.text),
      config,
      span: { path: placed.file.path, from: 0, to: placed.file.text.length },
      description: patch?.description ?? "",
      columns: patch?.columns ?? {},
      patch_path: patch ? `${owner.name}://${patch.path}` : null,
    }),
  );
}
