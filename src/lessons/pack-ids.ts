/**
 * Ids of modules, lessons and exercises, with the places where they are given. Progress and addresses hang on an id, so it may stand
 * once only: in a pack, and among all packs of a page. A finding names both places.
 */
import { diagnostic } from "../engine/core/errors.ts";
import type { Diagnostic } from "../engine/core/errors.ts";
import type { SourceSpan } from "../engine/core/source-file.ts";

export interface PlacedId {
  readonly id: string;
  readonly at: SourceSpan;
}

/** A pack that is there already, as another one is held against it. */
interface KnownPack {
  readonly id: string;
  readonly title: string;
  readonly places: ReadonlyMap<string, SourceSpan>;
}

export function placesOf(ids: readonly PlacedId[]): ReadonlyMap<string, SourceSpan> {
  const places = new Map<string, SourceSpan>();
  for (const { id, at } of ids) if (!places.has(id)) places.set(id, at);
  return places;
}

export function repeatedIds(ids: readonly PlacedId[]): readonly Diagnostic[] {
  const places = placesOf(ids);
  return ids.flatMap(({ id, at }) => {
    const first = places.get(id);
    // Where no id is given, that is what is reported.
    if (id === "" || first === undefined || first === at) return [];
    return [
      diagnostic("L001", `The id "${id}" is used twice in the pack: in "${first.path}" and in "${at.path}".`, {
        hint: "Give one of the two another id.",
        at,
      }),
    ];
  });
}

/** Ids of a new pack that another pack of the page has. A pack of the same id is an older version of it, and is replaced. */
export function clashingIds(
  pack: { readonly id: string; readonly places: ReadonlyMap<string, SourceSpan> },
  known: readonly KnownPack[],
): readonly Diagnostic[] {
  return known
    .filter((other) => other.id !== pack.id)
    .flatMap((other) =>
      [...pack.places].flatMap(([id, at]) => {
        const theirs = other.places.get(id);
        if (theirs === undefined) return [];
        return [
          diagnostic(
            "L001",
            `The id "${id}" in "${at.path}" is taken: the pack "${other.title}" has it in "${theirs.path}".`,
            { hint: `Begin the ids of your pack with a word of your own, such as "${pack.id}-${id}".`, at },
          ),
        ];
      }),
    );
}
