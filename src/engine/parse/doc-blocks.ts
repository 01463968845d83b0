/** Which docs blocks each description is made of: what manifest.json has as `doc_blocks`. Calls count whose arguments are written out. */
import { templateOf } from "../context/templates.ts";
import { calleeName, literalValue, walkExpressions } from "../jinja/walk.ts";
import type { Docs } from "./docs.ts";

/** A description with a call of doc() in it. */
export interface WrittenDescription {
  readonly written: string;
  readonly rendered: string;
}

/** Rendered description -> ids of its blocks. `owner` is the package of the property file. */
export function docBlocks(
  files: readonly { readonly owner: string; readonly descriptions: readonly WrittenDescription[] }[],
  docs: Docs,
): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { owner, descriptions } of files) {
    for (const { written, rendered } of descriptions) {
      const ids: string[] = [];
      walkExpressions(templateOf("description", written), (call) => {
        if (calleeName(call) !== "doc") return;
        const [first, second] = call.args.map((argument) => literalValue(argument));
        if (typeof first !== "string") return;
        const doc = typeof second === "string" ? docs.find(second, first, owner) : docs.find(first, null, owner);
        if (doc) ids.push(doc.unique_id);
      });
      if (ids.length > 0) found.set(rendered, ids);
    }
  }
  return found;
}
