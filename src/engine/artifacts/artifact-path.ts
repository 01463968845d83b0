/** Where a node's SQL lies below `target/compiled` and `target/run`. */
import type { ManifestNode } from "../core/manifest.ts";

/** `shop/models/a.sql`; what is defined in a YAML file lies in a folder of that file's name. */
export function artifactPath(node: ManifestNode): string {
  if (node.resource_type === "operation") return `${node.package_name}/${node.original_file_path}/${node.path}`;
  const inYaml = node.test_metadata !== null || /\.ya?ml$/i.test(node.original_file_path);
  const file = inYaml ? `${node.original_file_path}/${yamlNodeFile(node)}` : node.original_file_path;
  return `${node.package_name}/${file}`;
}

function yamlNodeFile(node: ManifestNode): string {
  // dbt repeats the folder of the file here.
  if (node.resource_type === "unit_test") return node.original_file_path.replace(/[^/]*$/, `${node.name}.sql`);
  return node.path.endsWith(".sql") ? (node.path.split("/").at(-1) ?? node.path) : `${node.name}.sql`;
}
