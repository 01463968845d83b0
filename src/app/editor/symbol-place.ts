/** Where a name is defined: the node, or the file and the place in it. Null where the project does not know the name, or it has no place. */
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest } from "../../engine/core/manifest.ts";
import type { SourceFile } from "../../engine/core/source-file.ts";
import { finder, type CompletionScope } from "./completion.ts";
import { scopeAt } from "./sql-scope.ts";
import { macroOf, nodeOfRef, testMacro } from "./symbol-card.ts";
import type { Symbol } from "./symbols.ts";

export type DefinitionPlace =
  | { readonly kind: "node"; readonly id: NodeId }
  | { readonly kind: "file"; readonly path: string; readonly offset: number }
  /** In the text that is open. */
  | { readonly kind: "here"; readonly offset: number };

export function placeOf(
  symbol: Symbol,
  text: string,
  manifest: Manifest,
  files: readonly SourceFile[],
  scope: CompletionScope,
): DefinitionPlace | null {
  const inFile = (path: string, offset: number): DefinitionPlace | null =>
    files.some((file) => file.path === path) ? { kind: "file", path, offset } : null;
  switch (symbol.kind) {
    case "ref": {
      const node = nodeOfRef(symbol.name, manifest);
      return node ? { kind: "node", id: node.unique_id } : null;
    }
    case "source": {
      const node = [...manifest.nodes.values()].find(
        (one) => one.source_name === symbol.source && (symbol.table === null || one.name === symbol.table),
      );
      return node ? inFile(node.span.path, node.span.from) : null;
    }
    case "macro":
    case "test": {
      const macro = macroOf(symbol.kind === "test" ? testMacro(symbol.name) : symbol.name, manifest);
      return macro ? inFile(macro.span.path, macro.span.from) : null;
    }
    case "doc": {
      const doc = [...manifest.docs.values()].find((one) => one.name === symbol.name);
      return doc ? inFile(doc.span.path, doc.span.from) : null;
    }
    case "var": {
      const project = files.find((file) => file.path === "dbt_project.yml");
      const vars = project ? /^vars\s*:/m.exec(project.text)?.index : undefined;
      if (!project || vars === undefined) return null;
      const key = new RegExp(String.raw`^\s+['"]?${symbol.name.replace(/\W/g, String.raw`\$&`)}['"]?\s*:`, "m");
      const found = key.exec(project.text.slice(vars));
      const blank = found ? /^\s*/.exec(found[0])![0].length : 0;
      return { kind: "file", path: project.path, offset: vars + (found ? found.index + blank : 0) };
    }
    case "column": {
      const named = symbol.table ?? symbol.name;
      const { ctes, tables } = scopeAt(text, symbol.from, finder(scope));
      const of = tables.find((table) => table.name.toLowerCase() === named.toLowerCase())?.of ?? named;
      const cte = ctes.find((one) => one.name.toLowerCase() === of.toLowerCase());
      if (cte?.place !== undefined) return { kind: "here", offset: cte.place };
      const node = symbol.table === null ? null : nodeOfRef(of, manifest);
      return node ? { kind: "node", id: node.unique_id } : null;
    }
    case "config":
    case "function":
    case "declared":
      return null;
  }
}
