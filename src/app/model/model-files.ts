/**
 * Which files belong to a node, for the file switch of its page: its own, the YAML that describes it, singular tests, the project's
 * macros that it calls, then everything else.
 *
 * A file may be too broken to give a node at all. The page then still finds it by the node's id, because that is where it is repaired.
 */
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import type { SourceFile } from "../../engine/core/source-file.ts";
import type { EditorLanguage } from "../editor/create-editor.ts";
import { testsOfNode } from "../session/tests-of-node.ts";

export const FILE_GROUPS = ["own", "properties", "tests", "macros", "project", "others"] as const;
export type FileGroup = (typeof FILE_GROUPS)[number];

export interface GroupedFile {
  readonly group: FileGroup;
  readonly path: string;
}

/** Files of a node in the order of the switch; each path once, in its first group. */
export function filesOf(
  node: ManifestNode | null,
  ownPath: string | null,
  manifest: Manifest,
  files: readonly SourceFile[],
): GroupedFile[] {
  const known = new Set(files.map((file) => file.path));
  const listed = new Set<string>();
  const take = (group: FileGroup, paths: readonly (string | null | undefined)[]): GroupedFile[] =>
    paths.flatMap((path) => {
      if (!path || !known.has(path) || listed.has(path)) return [];
      listed.add(path);
      return [{ group, path }];
    });
  const macros = node?.depends_on.macros.map((id) => manifest.macros.get(id)?.original_file_path) ?? [];
  const yaml = node ? propertiesPath(node) : ownPath?.replace(/\.\w+$/, ".yml");
  return [
    ...take("own", [node?.original_file_path ?? ownPath]),
    ...take("properties", [yaml]),
    ...take(
      "tests",
      node
        ? testsOf(node.unique_id, manifest)
            .filter((test) => test.test_metadata === null)
            .map((test) => test.original_file_path)
        : [],
    ),
    ...take("macros", macros),
    ...take("project", ["dbt_project.yml", "profiles.yml", "packages.yml"]),
    ...take("others", [...known].sort()),
  ];
}

/** `strata://models/saas/entities/entity_customers.yml` -> the path; null when nothing describes the node. */
export function propertiesPath(node: ManifestNode): string | null {
  return node.patch_path === null ? null : node.patch_path.replace(/^[^:]*:\/\//, "");
}

/** Tests that look at a node: in the order of its columns, then those of the whole; by name within. */
export function testsOf(id: NodeId, manifest: Manifest): ManifestNode[] {
  const columns = Object.keys(manifest.nodes.get(id)?.columns ?? {});
  const place = (test: ManifestNode): number =>
    test.column_name === null
      ? columns.length + 1
      : columns.indexOf(test.column_name) < 0
        ? columns.length
        : columns.indexOf(test.column_name);
  return testsOfNode(manifest, id)
    .flatMap((test) => manifest.nodes.get(test) ?? [])
    .sort((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1));
}

/** The file that a node's id speaks of, by its name: `model.strata.orders` -> `models/…/orders.sql`. */
export function pathOfId(id: string, files: readonly SourceFile[]): string | null {
  const name = id.split(".").at(-1) ?? "";
  return (
    files.find(
      (file) =>
        /\.(sql|csv)$/.test(file.path) &&
        file.path
          .split("/")
          .at(-1)
          ?.replace(/\.\w+$/, "") === name,
    )?.path ?? null
  );
}

/** The node whose own file this is; YAML files and macros belong to none. */
export function nodeOfPath(path: string, manifest: Manifest): NodeId | null {
  if (!path.endsWith(".sql") && !path.endsWith(".csv")) return null;
  for (const node of manifest.nodes.values()) if (node.original_file_path === path) return node.unique_id;
  return null;
}

export function languageOf(path: string): EditorLanguage {
  if (path.endsWith(".sql")) return "sql";
  return /\.ya?ml$/.test(path) ? "yaml" : "text";
}
