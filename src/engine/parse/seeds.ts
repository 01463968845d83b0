/** Seeds: CSV files whose rows become a table. */
import type { Json, ManifestNode } from "../core/manifest.ts";
import { resolveConfig } from "../project/config.ts";
import { columnInfos } from "./columns.ts";
import type { PlacedFile } from "./files.ts";
import { checksumOf, createNode, nameRelation, nodeId } from "./nodes.ts";
import type { ParseContext } from "./parse-context.ts";
import type { Patch } from "./properties.ts";

export function seedNode(
  { environment, project, memory }: ParseContext,
  placed: PlacedFile,
  patch: Patch | null,
): ManifestNode {
  const owner = placed.package;
  const fqn = [owner.name, ...placed.folders, placed.stem];
  const { config, unrendered } = resolveConfig(project, owner, "seed", fqn, [patch?.config ?? {}]);
  const docs = config["docs"] as { show?: Json; node_color?: Json } | undefined;
  return nameRelation(
    environment,
    project,
    createNode({
      unique_id: nodeId("seed", owner.name, placed.stem),
      resource_type: "seed",
      name: placed.stem,
      package_name: owner.name,
      path: placed.path,
      original_file_path: placed.relative,
      fqn,
      raw_code: "",
      checksum: memory.keep("checksum", placed.file.path, placed.file.text, () => checksumOf(placed.file.text)),
      config,
      unrendered_config: unrendered,
      span: { path: placed.file.path, from: 0, to: placed.file.text.length },
      description: patch?.description ?? "",
      columns: columnInfos(patch?.columns ?? []),
      patch_path: patch ? `${patch.file.package.name}://${patch.path}` : null,
      group: typeof config["group"] === "string" ? config["group"] : null,
      docs: { show: docs?.show !== false, node_color: typeof docs?.node_color === "string" ? docs.node_color : null },
    }),
  );
}
