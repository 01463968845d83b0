/**
 * What Ctrl K offers for a text: commands first, written as dbt text, then actions and places, then what bears the name: models,
 * metrics, lessons, columns, files. An exact name comes before one that starts with the text, then a word of it, then any letters in order.
 */
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import { strings } from "../strings/catalogue.ts";
import { factsOf, surfaceNames, type SurfaceName } from "../surfaces.ts";
import type { RecentPlace } from "./recent.ts";
import { listedNodes } from "./resource-tree.ts";

export type PaletteEntry =
  | { readonly kind: "command"; readonly text: string }
  | { readonly kind: "model"; readonly id: NodeId; readonly name: string; readonly type: string }
  | { readonly kind: "lineage"; readonly id: NodeId; readonly name: string }
  | { readonly kind: "column"; readonly id: NodeId; readonly column: string; readonly name: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "lesson"; readonly module: string; readonly lesson: string; readonly name: string }
  | { readonly kind: "recent"; readonly address: string; readonly name: string }
  | { readonly kind: "surface"; readonly surface: SurfaceName }
  | { readonly kind: "action"; readonly action: PaletteAction };

export type PaletteAction =
  "export" | "share" | "theme" | "keys" | "tour" | "filter" | "save" | "start-over" | "cancel";

/** What the palette knows besides the manifest. */
export interface PaletteScope {
  readonly recent?: readonly RecentPlace[];
  readonly lessons?: readonly { readonly module: string; readonly lesson: string; readonly name: string }[];
  readonly files?: readonly string[];
  /** A command is running, so it can be cancelled. */
  readonly running?: boolean;
}

const SHOWN = 14;
const OF_A_KIND = 5;
const ACTIONS = Object.keys(strings.shell.paletteActions) as PaletteAction[];
const VERBS = ["build", "run", "test", "seed", "compile", "show", "ls", "snapshot"];

export function paletteEntries(
  text: string,
  manifest: Manifest | null,
  focus: string | null,
  scope: PaletteScope = {},
): PaletteEntry[] {
  const wanted = text.trim().toLowerCase();
  const actions = ACTIONS.filter((action) => action !== "cancel" || scope.running === true);
  if (wanted === "") return firstEntries(focus, scope, actions);
  if (/^dbt(\s|$)/.test(wanted)) return [{ kind: "command", text: text.trim() }];
  const [verb = "", ...rest] = wanted.split(/\s+/);
  const isVerb = VERBS.includes(verb);
  const term = isVerb ? rest.join(" ") : wanted;
  const nodes = manifest ? ranked(namedNodes(manifest), term, (node) => node.name) : [];
  const buildable = nodes.filter((node) => ["model", "seed", "snapshot"].includes(node.resource_type));
  const commands: PaletteEntry[] = isVerb
    ? [
        {
          kind: "command",
          text: `dbt ${[verb, ...(rest.length > 0 ? ["--select", ...buildable.slice(0, 1).map((node) => node.name)] : [])].join(" ")}`,
        },
        ...buildable
          .slice(0, 4)
          .map((node): PaletteEntry => ({ kind: "command", text: `dbt ${verb} --select +${node.name}` })),
      ]
    : buildable
        .slice(0, 1)
        .map((node): PaletteEntry => ({ kind: "command", text: `dbt build --select +${node.name}` }));
  const named: PaletteEntry[] = nodes
    .slice(0, OF_A_KIND + 2)
    .flatMap((node, index): PaletteEntry[] => [
      { kind: "model", id: node.unique_id, name: node.name, type: node.resource_type },
      ...(index === 0 && node.resource_type !== "metric"
        ? [{ kind: "lineage", id: node.unique_id, name: node.name } as const]
        : []),
    ]);
  const places = openPlaces().filter(({ finds }) => finds.some((word) => word.startsWith(wanted)));
  const doing = actions.filter((action) =>
    strings.shell.paletteActions[action].finds.some((word) => word.startsWith(wanted)),
  );
  const lessons = ranked(scope.lessons ?? [], wanted, (lesson) => lesson.name).slice(0, OF_A_KIND);
  const files = wanted.length < 2 ? [] : ranked(scope.files ?? [], wanted, (path) => path, false).slice(0, 3);
  return [
    ...commands,
    ...doing.map((action): PaletteEntry => ({ kind: "action", action })),
    ...places.map(({ surface }): PaletteEntry => ({ kind: "surface", surface })),
    ...named,
    ...lessons.map((lesson): PaletteEntry => ({ kind: "lesson", ...lesson })),
    ...(manifest ? columns(manifest, wanted) : []),
    ...files.map((path): PaletteEntry => ({ kind: "file", path })),
  ].slice(0, SHOWN);
}

function firstEntries(focus: string | null, scope: PaletteScope, actions: readonly PaletteAction[]): PaletteEntry[] {
  return [
    ...(focus === null ? [] : [{ kind: "command", text: `dbt build --select +${focus}` } as const]),
    { kind: "command", text: "dbt build" },
    { kind: "command", text: "dbt test" },
    ...(scope.recent ?? [])
      .slice(0, OF_A_KIND)
      .map(({ address, title }): PaletteEntry => ({ kind: "recent", address, name: title })),
    ...openPlaces().map(({ surface }): PaletteEntry => ({ kind: "surface", surface })),
    ...actions.map((action): PaletteEntry => ({ kind: "action", action })),
  ];
}

/** Surfaces that need no name to be opened, with the words under which they are found. */
function openPlaces(): { readonly surface: SurfaceName; readonly finds: readonly string[] }[] {
  return surfaceNames().flatMap((surface) => {
    const { finds } = factsOf(surface);
    // The page of the workspaces has two addresses.
    return finds === undefined || surface === "projects" ? [] : [{ surface, finds: findsOf(surface, finds) }];
  });
}

function findsOf(surface: SurfaceName, finds: readonly string[]): readonly string[] {
  const own = [...finds, factsOf(surface).title.toLowerCase()];
  return surface === "workspaces" ? [...own, ...(factsOf("projects").finds ?? [])] : own;
}

function namedNodes(manifest: Manifest): readonly ManifestNode[] {
  const metrics = [...manifest.nodes.values()].filter((node) => node.resource_type === "metric");
  return [...listedNodes(manifest), ...metrics];
}

/** A column of its exact name, or of one that starts with the text: each name once, where it stands first. */
function columns(manifest: Manifest, wanted: string): PaletteEntry[] {
  if (wanted.length < 3) return [];
  const found: { column: string; node: ManifestNode }[] = [];
  for (const node of listedNodes(manifest))
    for (const column of Object.keys(node.columns))
      if (column.toLowerCase().startsWith(wanted)) found.push({ column, node });
  return found
    .sort(
      (a, b) =>
        Number(b.column.toLowerCase() === wanted) - Number(a.column.toLowerCase() === wanted) ||
        a.column.localeCompare(b.column) ||
        layerRank(b.node) - layerRank(a.node) ||
        a.node.name.localeCompare(b.node.name),
    )
    .slice(0, OF_A_KIND)
    .map(({ column, node }) => ({ kind: "column", id: node.unique_id, column, name: node.name }));
}

/** What people ask about lies far from the sources. */
function layerRank(node: ManifestNode): number {
  if (node.resource_type === "source") return 0;
  return node.name.startsWith("entity_") ? 3 : node.name.startsWith("stg_") ? 1 : 2;
}

function ranked<T>(items: readonly T[], term: string, nameOf: (item: T) => string, loose = true): T[] {
  if (term === "") return [];
  const score = (name: string) =>
    name === term
      ? 0
      : name.startsWith(term)
        ? 1
        : new RegExp(`[_ ./-]${term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`).test(name)
          ? 2
          : name.includes(term)
            ? 3
            : loose && fuzzy(name, term)
              ? 4
              : 5;
  return items
    .map((item) => ({ item, name: nameOf(item), score: score(nameOf(item).toLowerCase()) }))
    .filter((entry) => entry.score < 5)
    .sort((a, b) => a.score - b.score || a.name.length - b.name.length || a.name.localeCompare(b.name))
    .map((entry) => entry.item);
}

/** All letters of the term, in order: "entcust" finds entity_customers. */
function fuzzy(name: string, term: string): boolean {
  let at = 0;
  for (const letter of term.replaceAll(" ", "")) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
