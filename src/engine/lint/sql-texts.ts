/**
 * The SQL of a node in two forms, and where each place of it lies in the files.
 *
 * The compiled SQL shows what macros write; its places go back through the compile room's map. The source text shows the branches
 * that were not taken. A place that compiled to literal text is looked at once, in its compiled form.
 */
import type { CompiledNode } from "../compile/compile.ts";
import { sourceSpanOf } from "../compile/compile.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { SourceSpan } from "../core/source-file.ts";
import { sqlTokens, withoutJinja } from "../lineage/sql-tokens.ts";
import type { SqlToken } from "../lineage/sql-tokens.ts";

export interface SqlText {
  readonly tokens: readonly SqlToken[];
  /** Null: the place is looked at in another form of the same text. */
  spanOf(from: number, to: number): SourceSpan | null;
}

export function sqlTextsOf(
  node: ManifestNode,
  compiled: CompiledNode | null,
  files: ReadonlyMap<string, string>,
): SqlText[] {
  const texts: SqlText[] = [];
  if (compiled) {
    texts.push({
      tokens: sqlTokens(compiled.compiled_code),
      spanOf(from, to) {
        const start = sourceSpanOf(compiled, from);
        const segment = compiled.map.find((item) => item.exact && from >= item.from && to <= item.to);
        return segment ? { ...start, to: start.from + (to - from) } : start;
      },
    });
  }
  // A generic test has no text of its own; its macro's is not the project's to change.
  if (node.test_metadata === null) texts.push(sourceText(node, compiled, files));
  for (const sql of hooksOf(node)) texts.push({ tokens: sqlTokens(withoutJinja(sql)), spanOf: () => node.span });
  return texts;
}

function sourceText(node: ManifestNode, compiled: CompiledNode | null, files: ReadonlyMap<string, string>): SqlText {
  const { original_file_path: path, raw_code: raw } = node;
  // A block, such as a snapshot's, is part of its file.
  const shift = Math.max(0, (files.get(path) ?? "").indexOf(raw));
  const covered = (compiled?.map ?? []).filter(({ exact }) => exact);
  return {
    tokens: sqlTokens(withoutJinja(raw)),
    spanOf(from, to) {
      if (covered.some(({ sourceFrom, sourceTo }) => from >= sourceFrom && from < sourceTo)) return null;
      return { path, from: from + shift, to: to + shift };
    },
  };
}

function hooksOf(node: ManifestNode): string[] {
  return ["pre-hook", "post-hook", "pre_hook", "post_hook"].flatMap((key) => {
    const value = node.config[key];
    const hooks: readonly unknown[] = Array.isArray(value)
      ? value
      : value === undefined || value === null
        ? []
        : [value];
    return hooks.flatMap((hook) => {
      if (typeof hook === "string") return [hook];
      const sql = typeof hook === "object" && hook !== null && "sql" in hook ? hook.sql : null;
      return typeof sql === "string" ? [sql] : [];
    });
  });
}
