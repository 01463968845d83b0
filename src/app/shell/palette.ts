/**
 * What Ctrl K offers for a text: commands first, written as dbt text, then places. An exact name comes before names that only
 * contain the text.
 */
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest } from "../../engine/core/manifest.ts";
import { factsOf, surfaceNames, type SurfaceName } from "../surfaces.ts";
import { listedNodes } from "./resource-tree.ts";

export type PaletteEntry =
  | { readonly kind: "command"; readonly text: string }
  | { readonly kind: "model"; readonly id: NodeId; readonly name: string; readonly type: string }
  | { readonly kind: "lineage"; readonly id: NodeId; readonly name: string }
  | { readonly kind: "surface"; readonly surface: SurfaceName }
  | { readonly kind: "export" }
  | { readonly kind: "theme" }
  | { readonly kind: "keys" };

const SHOWN = 12;

export function paletteEntries(text: string, manifest: Manifest | null, focus: string | null): PaletteEntry[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") {
    return [
      ...(focus === null ? [] : [{ kind: "command", text: `dbt build --select +${focus}` } as const]),
      { kind: "command", text: "dbt build" },
      { kind: "command", text: "dbt test" },
      ...places().map(({ surface }): PaletteEntry => ({ kind: "surface", surface })),
      { kind: "export" },
      { kind: "theme" },
      { kind: "keys" },
    ];
  }
  if (/^dbt(\s|$)/.test(wanted)) return [{ kind: "command", text: text.trim() }];
  const [verb = "", ...rest] = wanted.split(/\s+/);
  const isVerb = ["build", "run", "test", "seed"].includes(verb);
  const term = isVerb ? rest.join(" ") : wanted;
  const named = rank(manifest, term).slice(0, SHOWN);
  const commands: PaletteEntry[] = isVerb
    ? [
        {
          kind: "command",
          text: `dbt ${[verb, ...(rest.length > 0 ? ["--select", ...named.slice(0, 1).map((node) => node.name)] : [])].join(" ")}`,
        },
        ...named
          .slice(0, 4)
          .map((node): PaletteEntry => ({ kind: "command", text: `dbt ${verb} --select +${node.name}` })),
      ]
    : named.slice(0, 1).map((node): PaletteEntry => ({ kind: "command", text: `dbt build --select +${node.name}` }));
  const surfaces: PaletteEntry[] = [
    ...places()
      .filter(({ finds }) => finds.some((word) => word.startsWith(wanted)))
      .map(({ surface }): PaletteEntry => ({ kind: "surface", surface })),
    ...(["export", "download", "zip"].some((word) => word.startsWith(wanted)) ? [{ kind: "export" } as const] : []),
  ];
  const resources = named.flatMap((node, index): PaletteEntry[] => [
    { kind: "model", id: node.unique_id, name: node.name, type: node.resource_type },
    ...(index === 0 ? [{ kind: "lineage", id: node.unique_id, name: node.name } as const] : []),
  ]);
  return [...commands, ...surfaces, ...resources].slice(0, SHOWN);
}

/** Surfaces that need no name to be opened, with the words under which they are found. */
function places(): { readonly surface: SurfaceName; readonly finds: readonly string[] }[] {
  return surfaceNames().flatMap((surface) => {
    const { finds } = factsOf(surface);
    return finds === undefined ? [] : [{ surface, finds }];
  });
}

function rank(manifest: Manifest | null, term: string) {
  if (!manifest || term === "") return [];
  const score = (name: string) =>
    name === term ? 0 : name.startsWith(term) ? 1 : name.includes(term) ? 2 : fuzzy(name, term) ? 3 : 4;
  return listedNodes(manifest)
    .map((node) => ({ node, score: score(node.name.toLowerCase()) }))
    .filter((entry) => entry.score < 4)
    .sort(
      (a, b) => a.score - b.score || a.node.name.length - b.node.name.length || a.node.name.localeCompare(b.node.name),
    )
    .map((entry) => entry.node);
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
