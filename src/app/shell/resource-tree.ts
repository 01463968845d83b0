/**
 * The project's resources as folders: manifest in, a tree of rows out. Tests are not listed; they belong to what they test.
 *
 * A folder that holds nothing but one folder is skipped (`entities/customers/…` shows as `entities`), so that the way to a
 * model stays short.
 */
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import { LAYERS, layerOf, type Layer } from "../ui/layers.ts";

export interface Folder {
  readonly key: string;
  readonly name: string;
  /** The layer, when all that lies below is of one. */
  readonly layer: Layer | null;
  readonly folders: readonly Folder[];
  readonly nodes: readonly ManifestNode[];
  /** Nodes in it and below. */
  readonly count: number;
}

export interface Row {
  readonly key: string;
  readonly level: number;
  readonly folder: Folder | null;
  readonly node: ManifestNode | null;
}

const LISTED = new Set(["model", "source", "seed", "snapshot", "exposure", "analysis"]);

export function listedNodes(manifest: Manifest): ManifestNode[] {
  return [...manifest.nodes.values()].filter((node) => LISTED.has(node.resource_type));
}

export function buildTree(manifest: Manifest, filter: string): Folder {
  const wanted = filter.trim().toLowerCase();
  const root = emptyFolder("");
  for (const node of listedNodes(manifest)) {
    if (
      wanted !== "" &&
      !node.name.toLowerCase().includes(wanted) &&
      !(node.source_name ?? "").toLowerCase().includes(wanted)
    )
      continue;
    let folder = root;
    for (const part of folderPath(node)) folder = childOf(folder, part);
    folder.nodes.push(node);
  }
  return finish(root, "");
}

/** The rows that are visible, given the folders that are open; `all` opens every folder (while filtering). */
export function visibleRows(root: Folder, open: ReadonlySet<string>, all: boolean): Row[] {
  const rows: Row[] = [];
  const walk = (folder: Folder, level: number) => {
    for (const child of folder.folders) {
      rows.push({ key: child.key, level, folder: child, node: null });
      if (all || open.has(child.key)) walk(child, level + 1);
    }
    for (const node of folder.nodes) rows.push({ key: node.unique_id, level, folder: null, node });
  };
  walk(root, 0);
  return rows;
}

/** Keys of the folders on the way to a node. */
export function foldersTo(root: Folder, id: NodeId): string[] {
  const walk = (folder: Folder): string[] | null => {
    if (folder.nodes.some((node) => node.unique_id === id)) return [folder.key];
    for (const child of folder.folders) {
      const found = walk(child);
      if (found) return [folder.key, ...found];
    }
    return null;
  };
  return walk(root) ?? [];
}

interface Draft {
  readonly name: string;
  readonly folders: Map<string, Draft>;
  readonly nodes: ManifestNode[];
}

function emptyFolder(name: string): Draft {
  return { name, folders: new Map(), nodes: [] };
}

function childOf(folder: Draft, name: string): Draft {
  let child = folder.folders.get(name);
  if (!child) folder.folders.set(name, (child = emptyFolder(name)));
  return child;
}

function folderPath(node: ManifestNode): readonly string[] {
  const folders = node.fqn.slice(1, -1);
  return node.resource_type === "seed" ? [...folders, "seeds"] : folders;
}

function finish(draft: Draft, path: string): Folder {
  const key = path === "" ? draft.name : `${path}/${draft.name}`;
  const only = [...draft.folders.values()];
  if (path !== "" && only.length === 1 && draft.nodes.length === 0 && only[0]) {
    const inner = finish(only[0], key);
    return { ...inner, key, name: draft.name };
  }
  const folders = only.map((child) => finish(child, key === "" ? "." : key)).sort(byLayerThenName);
  const nodes = [...draft.nodes].sort((a, b) => a.name.localeCompare(b.name));
  const layers = new Set([...folders.map((folder) => folder.layer), ...nodes.map(layerOf)]);
  const layer = layers.size === 1 ? ([...layers][0] ?? null) : null;
  return {
    key,
    name: draft.name,
    layer,
    folders,
    nodes,
    count: nodes.length + folders.reduce((sum, folder) => sum + folder.count, 0),
  };
}

function byLayerThenName(a: Folder, b: Folder): number {
  const rank = (folder: Folder) => (folder.layer === null ? LAYERS.length : LAYERS.indexOf(folder.layer));
  return rank(a) - rank(b) || a.name.localeCompare(b.name);
}
