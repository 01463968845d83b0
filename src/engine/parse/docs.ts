/** Docs blocks: `{% docs name %}…{% enddocs %}` in .md files, and what `doc('name')` finds. */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { DocInfo } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import { templateOf } from "../context/templates.ts";
import type { PlacedFile } from "./files.ts";

export interface Docs {
  readonly all: ReadonlyMap<string, DocInfo>;
  /** The block that a doc() in a file of that package means: root project first, then the package's own, then any. */
  find(name: string, packageName: string | null, from: string): DocInfo | null;
}

export function readDocs(
  files: readonly PlacedFile[],
  root: string,
): { docs: Docs; diagnostics: readonly Diagnostic[] } {
  const all = new Map<string, DocInfo>();
  const byName = new Map<string, DocInfo[]>();
  const diagnostics: Diagnostic[] = [];
  for (const placed of files) {
    const { path, text } = placed.file;
    if (!/\{%-?\s*docs\s/.test(text)) continue;
    const { blocks, open } = blocksOf(placed);
    if (open !== null)
      diagnostics.push(
        diagnostic("J001", `The template has a syntax error: The docs block "${open.name}" is never closed.`, {
          hint: "Write {% enddocs %} where its text ends.",
          at: { path, from: open.from, to: open.to },
        }),
      );
    for (const block of blocks) {
      const owner = placed.package.name;
      const id = `doc.${owner}.${block.name}`;
      const known = all.get(id);
      const span = { path, from: block.from, to: block.to };
      if (known) {
        diagnostics.push(
          diagnostic("P004", `Two docs blocks are named "${block.name}": in "${known.span.path}" and in "${path}".`, {
            hint: "Rename one of them, or delete the copy.",
            at: span,
          }),
        );
        continue;
      }
      const doc: DocInfo = {
        unique_id: id,
        name: block.name,
        package_name: owner,
        original_file_path: placed.relative,
        block_contents: text.slice(block.bodyFrom, block.bodyTo).trim(),
        span,
      };
      all.set(id, doc);
      byName.set(block.name, [...(byName.get(block.name) ?? []), doc]);
    }
  }
  return {
    diagnostics,
    docs: {
      all,
      find(name, packageName, from) {
        const found = byName.get(name) ?? [];
        const inPackage = (wanted: string): DocInfo | undefined => found.find((doc) => doc.package_name === wanted);
        if (packageName !== null) return inPackage(packageName) ?? null;
        return inPackage(root) ?? inPackage(from) ?? found[0] ?? null;
      },
    },
  };
}

export const NO_DOCS: Docs = { all: new Map(), find: () => null };

/** Text of the block that doc() names; throws P008 when there is none. */
export function docText(docs: Docs, names: readonly string[], from: string): string {
  const [first, second] = names;
  const found = second === undefined ? docs.find(first ?? "", null, from) : docs.find(second, first ?? null, from);
  if (found) return found.block_contents;
  const name = second ?? first ?? "";
  const near = nearest(
    name,
    [...docs.all.values()].map((doc) => doc.name),
  );
  throw new EngineError(
    "P008",
    `doc(${names.map((part) => `'${part}'`).join(", ")}) names a docs block that does not exist.`,
    {
      hint:
        near === null
          ? `Write {% docs ${name} %} … {% enddocs %} in a .md file below models/.`
          : `Did you mean doc('${near}')?`,
    },
  );
}

interface Block {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly bodyFrom: number;
  readonly bodyTo: number;
}

interface Found {
  readonly blocks: readonly Block[];
  /** The tag of a block that never ends. */
  readonly open: { readonly name: string; readonly from: number; readonly to: number } | null;
}

function blocksOf(placed: PlacedFile): Found {
  const { path, text } = placed.file;
  try {
    return { blocks: templateOf(path, text).blocks.filter((block) => block.kind === "docs"), open: null };
  } catch {
    // Prose around the blocks may show template code that is none; dbt looks for the blocks only, and so do we then.
    const blocks: Block[] = [];
    const opening = /\{%-?\s*docs\s+(\w+)\s*-?%\}/g;
    for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
      const closing = /\{%-?\s*enddocs\s*-?%\}/g;
      closing.lastIndex = opening.lastIndex;
      const end = closing.exec(text);
      const name = match[1] ?? "";
      if (!end) return { blocks, open: { name, from: match.index, to: opening.lastIndex } };
      blocks.push({
        name,
        from: match.index,
        to: closing.lastIndex,
        bodyFrom: opening.lastIndex,
        bodyTo: end.index,
      });
      opening.lastIndex = closing.lastIndex;
    }
    return { blocks, open: null };
  }
}
