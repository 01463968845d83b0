/** Where in the files a finding about a node is marked. */
import type { ManifestNode } from "../core/manifest.ts";
import type { SourceSpan } from "../core/source-file.ts";
import type { RuleContext } from "./rule.ts";

/** The first line of the model's file, where nothing more exact is to be said. */
export function headOf(context: RuleContext, node: ManifestNode): SourceSpan {
  const text = context.files.get(node.original_file_path) ?? node.raw_code;
  const end = text.indexOf("\n");
  return { path: node.original_file_path, from: 0, to: end < 0 ? text.length : Math.max(1, end) };
}

/** The call of ref() or source() with these words as its last arguments; the head of the file when a macro makes the call. */
export function callPlace(
  context: RuleContext,
  node: ManifestNode,
  call: "ref" | "source",
  words: readonly string[],
): SourceSpan {
  const text = context.files.get(node.original_file_path) ?? node.raw_code;
  const list = words.map((word) => `["']${word.replace(/[^\w]/g, "\\$&")}["']`).join("\\s*,\\s*");
  const found = new RegExp(`\\b${call}\\s*\\([^()]*?${list}[^()]*\\)`).exec(text);
  if (!found) return headOf(context, node);
  return { path: node.original_file_path, from: found.index, to: found.index + found[0].length };
}

/** The `name:` entry of a column, or of the node itself, in its property file. */
export function propertyPlace(context: RuleContext, node: ManifestNode, column: string | null): SourceSpan {
  const path =
    node.patch_path?.replace(/^[^:]*:\/\//, "") ?? (node.resource_type === "source" ? node.original_file_path : null);
  const text = path === null ? undefined : context.files.get(path);
  if (path === null || text === undefined) return headOf(context, node);
  const own = entry(text, 0, node.name);
  const found = column === null || !own ? own : entry(text, own.to, column);
  return found ? { path, ...found } : { path, from: 0, to: Math.max(1, text.indexOf("\n")) };
}

function entry(text: string, from: number, name: string): { from: number; to: number } | null {
  const pattern = new RegExp(`name:[ \\t]*["']?${name.replace(/[^\w]/g, "\\$&")}["']?[ \\t]*(?=[,}#\\r\\n]|$)`, "g");
  pattern.lastIndex = from;
  const found = pattern.exec(text);
  return found ? { from: found.index, to: found.index + found[0].trimEnd().length } : null;
}
