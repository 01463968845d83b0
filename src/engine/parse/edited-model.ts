/**
 * The shortest way to read a project again: one model's text was edited, and it says of itself what it said before (refs, sources,
 * config, macros). Then only that node is another one, and everything else of the last reading still holds.
 *
 * Whatever could make a difference elsewhere (a finding in the file, a date that may have passed) is left to a whole reading.
 */
import type { Diagnostic } from "../core/errors.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { SourceFile } from "../core/source-file.ts";
import type { Environment } from "../context/environment.ts";
import { Deprecations } from "./deprecations.ts";
import { callsForLent } from "./macros.ts";
import type { ParseContext } from "./parse-context.ts";
import { createLookup, type Lookup } from "./resolve.ts";
import { parseSqlNode, type Described, type ParsedNode, type SqlText } from "./sql-nodes.ts";

export interface Parsed {
  readonly manifest: Manifest;
  readonly environment: Environment;
  readonly lookup: Lookup;
  readonly context: ParseContext;
  /** The models that are whole files, by path, as they were read. */
  readonly models: ReadonlyMap<string, ReadModel>;
}

export interface ReadModel {
  readonly text: SqlText;
  readonly described: Described | null;
  readonly parsed: ParsedNode;
}

/** `diagnostics` are all of the last reading. Null when the project has to be read as a whole. */
export function withEditedModel(
  before: Parsed,
  file: SourceFile,
  environment: Environment,
  diagnostics: readonly Diagnostic[],
): Parsed | null {
  const { manifest } = before;
  const read = before.models.get(file.path);
  const known = read && manifest.nodes.get(read.parsed.node.unique_id);
  if (read === undefined || known === undefined || known.span.path !== file.path) return null;
  if (diagnostics.some(({ node, at }) => node === known.unique_id || at?.path === file.path)) return null;
  if (callsForLent(file) !== callsForLent(read.text.placed.file)) return null;
  for (const node of manifest.nodes.values()) if (node.deprecation_date !== null) return null;

  const deprecations = new Deprecations();
  const context: ParseContext = { ...before.context, environment, deprecations };
  const text: SqlText = {
    ...read.text,
    placed: { ...read.text.placed, file },
    rawCode: file.text,
    span: { path: file.path, from: 0, to: file.text.length },
  };
  const parsed = parseSqlNode(context, text, read.described);
  const isQuiet = parsed.diagnostics.length === 0 && deprecations.diagnostics().length === 0;
  if (!isQuiet || whatItSays(parsed.node) !== whatItSays(read.parsed.node)) return null;

  const { raw_code, checksum, span } = parsed.node;
  const nodes = new Map(manifest.nodes);
  nodes.set(known.unique_id, { ...known, raw_code, checksum, span });
  return {
    environment,
    context,
    lookup: createLookup(nodes.values(), manifest.disabled.values(), context.project),
    models: new Map(before.models).set(file.path, { text, described: read.described, parsed }),
    manifest: { ...manifest, nodes, diagnostics },
  };
}

/** All of a node but its text. */
function whatItSays(node: ManifestNode): string {
  return JSON.stringify({ ...node, raw_code: "", checksum: "", span: null }, (_key, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : value,
  );
}
