/** What a name means, in a few lines: for the card that a pointer or Ctrl I shows. Null where the project does not know the name. */
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import { finder, type CompletionScope } from "./completion.ts";
import { configKey } from "./config-keys.ts";
import { scopeAt, type ScopeColumn } from "./sql-scope.ts";
import type { Symbol } from "./symbols.ts";

export interface SymbolCard {
  /** `model`, `macro`, `column of orders`. */
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  /** `table`, `12 columns`, `models/…/orders.sql`. */
  readonly facts: readonly string[];
}

const words = surfaceStrings.editor.card;

export function cardOf(symbol: Symbol, text: string, manifest: Manifest, scope: CompletionScope): SymbolCard | null {
  switch (symbol.kind) {
    case "ref": {
      const node = nodeOfRef(symbol.name, manifest);
      return node ? nodeCard(node, scope) : null;
    }
    case "source": {
      const tables = [...manifest.nodes.values()].filter((node) => node.source_name === symbol.source);
      const node = symbol.table === null ? null : tables.find((one) => one.name === symbol.table);
      if (node) return nodeCard(node, scope);
      return symbol.table === null && tables[0]
        ? {
            kind: words.source,
            title: symbol.source,
            text: tables[0].source_description ?? "",
            facts: [words.tables(tables.length), tables[0].original_file_path],
          }
        : null;
    }
    case "macro":
    case "test": {
      const macro = macroOf(symbol.kind === "test" ? testMacro(symbol.name) : symbol.name, manifest);
      const known = scope.tests?.find((test) => test.name === symbol.name);
      if (!macro)
        return symbol.kind === "test" && known
          ? { kind: words.test, title: known.name, text: known.description, facts: [] }
          : null;
      const documented = (macro.argument_docs ?? []).filter((one) => one.description !== "");
      return {
        kind: symbol.kind === "test" ? words.test : words.macro,
        title:
          symbol.kind === "test"
            ? signature(symbol.name, known?.arguments ?? [])
            : signature(symbol.name, macro.arguments),
        text: [
          macro.description || (known?.description ?? ""),
          ...documented.map((one) => `${one.name}: ${one.description}`),
        ]
          .filter(Boolean)
          .join("\n"),
        facts: [
          macro.package_name === manifest.project_name ? macro.original_file_path : words.package(macro.package_name),
        ],
      };
    }
    case "var": {
      const value = manifest.vars[symbol.name];
      return value === undefined
        ? null
        : { kind: words.variable, title: symbol.name, text: JSON.stringify(value), facts: ["dbt_project.yml"] };
    }
    case "doc": {
      const doc = [...manifest.docs.values()].find((one) => one.name === symbol.name);
      return doc
        ? { kind: words.doc, title: doc.name, text: doc.block_contents.slice(0, 600), facts: [doc.original_file_path] }
        : null;
    }
    case "config": {
      const key = configKey(symbol.name);
      return key
        ? { kind: words.config, title: key.name, text: key.about, facts: key.values ? [key.values.join(", ")] : [] }
        : null;
    }
    case "function":
      return null;
    case "declared": {
      const { names } = symbol;
      const relation = names["tables"]
        ? scope.sources.find((table) => table.source === names["sources"] && table.name === names["tables"])
        : scope.models.find((model) => model.name === (names["models"] ?? names["seeds"] ?? names["snapshots"]));
      const column = relation?.columns.find((one) => one.name.toLowerCase() === symbol.name.toLowerCase());
      return column && relation ? columnCard(column, relation.name) : null;
    }
    case "column":
      return columnAt(symbol.table, symbol.name, text, symbol.from, scope);
  }
}

function signature(name: string, names: readonly string[]): string {
  return names.length === 0 ? name : `${name}(${names.join(", ")})`;
}

export function nodeOfRef(name: string, manifest: Manifest): ManifestNode | null {
  for (const node of manifest.nodes.values())
    if (node.name === name && ["model", "seed", "snapshot"].includes(node.resource_type)) return node;
  return null;
}

/** `f`, `package.f`; the project's own before those of packages. */
export function macroOf(name: string, manifest: Manifest) {
  const [own, pack] = name.includes(".") ? [name.split(".").at(-1)!, name.split(".")[0]!] : [name, null];
  const found = [...manifest.macros.values()].filter(
    (macro) => macro.name === own && (pack === null || macro.package_name === pack),
  );
  return found.find((macro) => macro.package_name === manifest.project_name) ?? found[0] ?? null;
}

export function testMacro(name: string): string {
  const parts = name.split(".");
  return [...parts.slice(0, -1), `test_${parts.at(-1)}`].join(".");
}

function nodeCard(node: ManifestNode, scope: CompletionScope): SymbolCard {
  const relation =
    node.resource_type === "source"
      ? scope.sources.find((table) => table.source === node.source_name && table.name === node.name)
      : scope.models.find((model) => model.name === node.name);
  const kind = node.resource_type === "model" ? node.config.materialized : node.resource_type;
  const columns = relation?.columns.length ?? 0;
  return {
    kind: node.resource_type,
    title: node.source_name ? `${node.source_name}.${node.name}` : node.name,
    text: node.description,
    facts: [kind, ...(columns > 0 ? [words.columns(columns)] : []), node.original_file_path],
  };
}

function columnAt(
  table: string | null,
  name: string,
  text: string,
  offset: number,
  scope: CompletionScope,
): SymbolCard | null {
  const { tables, ctes } = scopeAt(text, offset, finder(scope));
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const named = [...tables, ...ctes].find((one) => same(one.name, name) && table === null);
  for (const one of tables) {
    if (table !== null && !same(one.name, table)) continue;
    const column = one.columns.find((other) => same(other.name, name));
    if (column) return columnCard(column, one.of || one.name);
  }
  if (!named) return null;
  return {
    kind: named.cte ? words.cte : words.table,
    title: named.name,
    text: named.columns.map((column) => column.name).join(", "),
    facts: [...(named.of !== named.name ? [named.of] : []), words.columns(named.columns.length)],
  };
}

function columnCard(column: ScopeColumn, of: string): SymbolCard {
  return {
    kind: words.columnOf(of),
    title: column.name,
    text: column.description || words.undescribed,
    facts: column.type ? [column.type.toLowerCase()] : [],
  };
}
