/**
 * Where a finding can be looked at: the page of the node whose file (or whose property YAML) it lies in, at the exact offset.
 * Null when no model has that file, as for dbt_project.yml.
 */
import type { Diagnostic } from "../../engine/core/errors.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import { href } from "../route.svelte.ts";

export function placeOf(problem: Diagnostic, manifest: Manifest | null): string | null {
  if (!manifest) return null;
  const node = nodeOf(problem, manifest);
  if (!node) return null;
  const shown =
    node.resource_type === "test" && node.attached_node ? (manifest.nodes.get(node.attached_node) ?? node) : node;
  if (!problem.at) return href("model", shown.unique_id);
  const own = problem.at.path === shown.original_file_path;
  return href("model", shown.unique_id, { file: own ? null : problem.at.path, at: problem.at.from });
}

function nodeOf(problem: Diagnostic, manifest: Manifest): ManifestNode | null {
  const named = problem.node === null ? undefined : manifest.nodes.get(problem.node);
  if (named) return named;
  if (!problem.at) return null;
  const path = problem.at.path;
  const nodes = [...manifest.nodes.values()].filter((node) => node.resource_type !== "test");
  return (
    nodes.find((node) => node.original_file_path === path && node.resource_type !== "source") ??
    nodes.find((node) => node.patch_path?.endsWith(path) === true) ??
    nodes.find((node) => node.original_file_path === path) ??
    null
  );
}
