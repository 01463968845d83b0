/**
 * SQL files and Python models -> the texts in them that become nodes: a model, analysis or singular test is a whole file, a snapshot
 * a block of one, or only a `relation:` in YAML.
 */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import { templateDiagnostic } from "../context/template-diagnostic.ts";
import { templateOf } from "../context/templates.ts";
import type { PlacedFile, ProjectFiles } from "./files.ts";
import type { Patch } from "./properties.ts";
import { referencesOf } from "./references.ts";
import type { SqlText } from "./sql-nodes.ts";

export interface SqlTexts {
  readonly texts: readonly SqlText[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `patches` are those of snapshots. */
export function sqlTexts(files: ProjectFiles, patches: readonly Patch[]): SqlTexts {
  const texts: SqlText[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const placed of files.models) texts.push(wholeFile("model", placed));
  for (const placed of files.python) texts.push({ ...wholeFile("model", placed), language: "python" });
  for (const placed of files.snapshots) {
    const found = snapshotBlocks(placed);
    texts.push(...found.texts);
    diagnostics.push(...found.diagnostics);
  }
  for (const patch of patches) {
    if (patch.relation === null) continue;
    const found = snapshotOf(patch, patch.relation);
    if ("code" in found) diagnostics.push(found);
    else texts.push(found);
  }
  for (const placed of files.analyses) texts.push(wholeFile("analysis", placed));
  for (const placed of files.tests) texts.push(wholeFile("test", placed));
  return { texts, diagnostics };
}

function wholeFile(type: "model" | "analysis" | "test", placed: PlacedFile): SqlText {
  const inside = type === "analysis" ? ["analysis"] : [];
  return {
    type,
    placed,
    name: placed.stem,
    path: [...inside, placed.path].join("/"),
    fqn: [placed.package.name, ...inside, ...placed.folders, placed.stem],
    rawCode: placed.file.text,
    span: { path: placed.file.path, from: 0, to: placed.file.text.length },
  };
}

/** The fqn of a snapshot names its file, since a file may hold several. */
function snapshotBlocks(placed: PlacedFile): SqlTexts {
  const { path, text } = placed.file;
  if (!/\{%-?\s*snapshot\s/.test(text)) return { texts: [], diagnostics: [] };
  try {
    const blocks = templateOf(path, text).blocks.filter((block) => block.kind === "snapshot");
    return {
      diagnostics: [],
      texts: blocks.map((block) => ({
        type: "snapshot",
        placed,
        name: block.name,
        path: placed.path,
        fqn: [placed.package.name, ...placed.folders, placed.stem, block.name],
        rawCode: text.slice(block.bodyFrom, block.bodyTo),
        span: { path, from: block.bodyFrom, to: block.bodyTo },
      })),
    };
  } catch (error) {
    return { texts: [], diagnostics: [templateDiagnostic(error, { fallback: { path, from: 0, to: text.length } })] };
  }
}

function snapshotOf(patch: Patch, relation: string): SqlText | Diagnostic {
  const placed = patch.file;
  let found: ReturnType<typeof referencesOf> | null = null;
  try {
    found = referencesOf(relation);
  } catch {
    // The text is no template at all; said below.
  }
  if (found === null || found.refs.length + found.sources.length === 0) {
    return diagnostic(
      "P003",
      `The \`relation\` of the snapshot "${patch.name}" is "${relation}", which is no ref() or source().`,
      {
        hint: "Write `relation: ref('orders')` or `relation: source('app', 'orders')`.",
        at: patch.span,
      },
    );
  }
  return {
    type: "snapshot",
    placed,
    name: patch.name,
    path: `${placed.path}/${patch.name}.sql`,
    fqn: [placed.package.name, ...placed.folders, patch.name],
    rawCode: `select * from {{ ${relation} }}`,
    span: patch.span,
  };
}
