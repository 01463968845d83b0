/**
 * What a node's rows follow from, as one short text: its SQL with the macros behind it, the config that changes rows, the project's
 * vars, its parents' fingerprints, and the version of the source data. Two builds with the same fingerprint hold the same rows.
 *
 * It is taken from the text before Jinja and not from compiled SQL: a template may ask the database while it is compiled, and here
 * nothing has been built yet. What such a template asks are its parents, whose fingerprints are in it.
 */
import { sha256 } from "../core/hash.ts";
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { SourceFile } from "../core/source-file.ts";
import { isVolatile, tellsPlace, textDigest } from "./volatile.ts";

/** Raised when what is written changes; entries of other formats are thrown away. */
export const KEPT_FORMAT = 2;

export interface FingerprintFacts {
  readonly manifest: Manifest;
  /** The seeds' texts. */
  readonly files: readonly SourceFile[];
  /** Version of a source's rows; null when it is not known, and then nothing that reads the source has a fingerprint. */
  readonly data: (source: ManifestNode) => string | null;
  /** DuckDB's version: another one may compute other rows. */
  readonly engine: string;
  /** The target's schema. Workspaces differ in it and share their tables all the same, since rows do not depend on it. */
  readonly schema: string;
  /** What a parent's relation holds now, where it has been built; overrides what its text says. Null: not to be had again. */
  readonly built?: (id: NodeId) => string | null | undefined;
}

/** Answers for one state of a project; asks for each node once. */
export function fingerprints(facts: FingerprintFacts): (id: NodeId) => string | null {
  const { manifest } = facts;
  const known = new Map<NodeId, string | null>();
  // Most questions find their tables held, and need none of this.
  const common = once(() => sha256(JSON.stringify([KEPT_FORMAT, facts.engine, manifest.vars])));
  const seeds = once(() => new Map(facts.files.map((file) => [file.path, file])));

  const made = (node: ManifestNode): string | null => {
    if (node.resource_type === "source") {
      const data = facts.data(node);
      return data === null ? null : sha256(`${data} ${node.unique_id}`);
    }
    if (node.resource_type === "seed")
      return sha256(JSON.stringify([common(), seeds().get(node.span.path)?.text ?? node.checksum, configOf(node)]));
    // What a snapshot holds is what its runs have seen.
    if (node.resource_type !== "model" || isVolatile(manifest, node)) return null;
    const parents: string[] = [];
    for (const id of [...node.depends_on.nodes].sort()) {
      const parent = of(id);
      if (parent === null) return null;
      parents.push(parent);
    }
    const place = [...placeOf(manifest, node, facts.schema), node.alias];
    return sha256(JSON.stringify([common(), textDigest(manifest, node), place, configOf(node), parents]));
  };

  const of = (id: NodeId): string | null => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const node = manifest.nodes.get(id);
    // A circle ends here; the project is refused elsewhere.
    known.set(id, null);
    const built = node !== undefined && hasOwnRows(node) ? facts.built?.(id) : undefined;
    const found = node === undefined ? null : built === undefined ? made(node) : built;
    known.set(id, found);
    return found;
  };
  return of;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Where a node lies, seen from the target's schema; as it is, where its rows may tell it. */
function placeOf(manifest: Manifest, node: ManifestNode, target: string): readonly string[] {
  const { database, schema } = node;
  const own = schema === target || schema.startsWith(`${target}_`);
  return own && !tellsPlace(manifest, node) ? ["", schema.slice(target.length)] : [database, schema];
}

/** A view shows what its parents hold; everything else holds rows of its own. */
export function hasOwnRows(node: ManifestNode): boolean {
  if (node.resource_type === "seed" || node.resource_type === "snapshot") return true;
  return node.resource_type === "model" && !["view", "ephemeral"].includes(node.config.materialized);
}

/** The config without what only describes. */
const DESCRIBES = new Set([
  "tags",
  "meta",
  "docs",
  "persist_docs",
  "group",
  "access",
  "description",
  "column_types_doc",
  "freshness",
  "grants",
  "full_refresh",
]);

function configOf(node: ManifestNode): readonly (readonly [string, unknown])[] {
  return Object.entries(node.config)
    .filter(([name]) => !DESCRIBES.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
