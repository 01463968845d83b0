/**
 * The names of a manifest, as the editor's completion wants them. Compute it once per manifest.
 *
 * Columns of a relation are looked up when they are first asked for: those that the database holds, with their types; else the declared
 * ones; else those that the model's own text returns, which follows `select *` through the project.
 */
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import type { Column } from "../../engine/core/table.ts";
import { finder, type CompletionScope, type ScopeMacro, type ScopeRelation } from "./completion.ts";
import { outputColumns, type ScopeColumn } from "./sql-scope.ts";

export type HeldColumns = ReadonlyMap<NodeId, readonly Column[]>;

const BUILT_IN_TESTS: readonly ScopeMacro[] = [
  { name: "unique", arguments: [], description: "No two rows have the same value." },
  { name: "not_null", arguments: [], description: "No row lacks a value." },
  { name: "accepted_values", arguments: ["values", "quote"], description: "Every value is one of a list." },
  { name: "relationships", arguments: ["to", "field"], description: "Every value is a key of another model." },
];

export function completionScopeOf(manifest: Manifest, held: HeldColumns = new Map()): CompletionScope {
  const nodes = [...manifest.nodes.values()];
  const scope: CompletionScope = {
    models: nodes
      .filter((node) => ["model", "seed", "snapshot"].includes(node.resource_type))
      .map((node) => relation(node, held, () => scope)),
    sources: nodes.flatMap((node) =>
      node.resource_type === "source" && node.source_name !== null
        ? [
            withSource(
              relation(node, held, () => scope),
              node.source_name,
            ),
          ]
        : [],
    ),
    // A project's own macros are what a model calls; those of the built-in packages are called with their package before them.
    macros: [...manifest.macros.values()]
      .map((macro) => ({
        name: macro.package_name === manifest.project_name ? macro.name : `${macro.package_name}.${macro.name}`,
        arguments: macro.arguments,
        description: macro.description,
      }))
      .filter((macro) => !macro.name.startsWith("dbt.") && !macro.name.includes("__")),
    vars: Object.keys(manifest.vars).sort(),
    docs: [...manifest.docs.values()].map((doc) => doc.name).sort(),
    tests: [
      ...BUILT_IN_TESTS,
      ...[...manifest.macros.values()]
        .filter((macro) => macro.name.startsWith("test_") && macro.package_name !== "dbt")
        .map((macro) => ({
          name: `${macro.package_name === manifest.project_name ? "" : `${macro.package_name}.`}${macro.name.slice("test_".length)}`,
          arguments: macro.arguments.filter((name) => name !== "model" && name !== "column_name"),
          description: macro.description,
        })),
    ],
    groups: [...manifest.groups.values()].map((group) => group.name),
  };
  return scope;
}

function relation(node: ManifestNode, held: HeldColumns, scope: () => CompletionScope): ScopeRelation {
  let columns: readonly ScopeColumn[] | null = null;
  let looking = false;
  return {
    name: node.name,
    detail: node.resource_type === "model" ? node.config.materialized : node.resource_type,
    description: node.description,
    get columns() {
      // A model that reads itself, by a mistake, has no columns until the mistake is gone.
      if (columns !== null || looking) return columns ?? [];
      looking = true;
      columns = columnsOf(node, held.get(node.unique_id), scope);
      looking = false;
      return columns;
    },
  };
}

/** Spread would ask for the columns at once. */
function withSource(of: ScopeRelation, source: string): ScopeRelation & { readonly source: string } {
  return Object.defineProperties({ source }, Object.getOwnPropertyDescriptors(of)) as ScopeRelation & {
    readonly source: string;
  };
}

function columnsOf(
  node: ManifestNode,
  held: readonly Column[] | undefined,
  scope: () => CompletionScope,
): ScopeColumn[] {
  const declared = Object.values(node.columns);
  const declaredOf = (name: string) => declared.find((column) => column.name.toLowerCase() === name.toLowerCase());
  const written =
    held === undefined && node.language === undefined && ["model", "snapshot"].includes(node.resource_type)
      ? outputColumns(node.raw_code, finder(scope()))
      : [];
  const names = held?.map((column) => column.name) ?? [
    ...declared.map((column) => column.name),
    ...written.map((column) => column.name).filter((name) => declaredOf(name) === undefined),
  ];
  return names.map((name) => ({
    name,
    description: declaredOf(name)?.description || written.find((column) => column.name === name)?.description || "",
    type:
      held?.find((column) => column.name === name)?.type ??
      declaredOf(name)?.data_type ??
      written.find((column) => column.name.toLowerCase() === name.toLowerCase())?.type ??
      null,
  }));
}
