/**
 * Ephemeral models: the SQL of a node and of the ephemeral models it reads -> one statement with them as CTEs.
 *
 * They stand in front of the node's own `with`, or make one, in the order in which they are first read, each after those that it
 * reads itself. Every part keeps its map, so that an error inside a CTE is marked in the ephemeral model's own file.
 */
import type { ManifestNode } from "../core/manifest.ts";
import { RelationObject } from "../context/relation.ts";
import type { MapSegment } from "../jinja/render.ts";
import type { MacroCall } from "./macro-place.ts";

/** An ephemeral model inside a compiled statement. */
export interface InlinedModel extends Part {
  /** Where `sql` stands in the statement. */
  readonly from: number;
  readonly to: number;
}

export interface Part {
  readonly node: ManifestNode;
  /** Its own SQL, without the CTEs that it needs itself. */
  readonly sql: string;
  readonly map: readonly MapSegment[];
  readonly macros: readonly MacroCall[];
}

export function isEphemeral(node: ManifestNode): boolean {
  return node.resource_type === "model" && node.config.materialized === "ephemeral";
}

/** What `ref` of an ephemeral model prints. */
export function cteRelation(node: ManifestNode): RelationObject {
  return RelationObject.ephemeral(node.alias);
}

/** `parts` in the order in which they are to stand; none may be there twice. */
export function inlineModels(
  own: Part,
  parts: readonly Part[],
): { compiled_code: string; map: readonly MapSegment[]; inlined: readonly InlinedModel[] } {
  if (parts.length === 0) return { compiled_code: own.sql, map: own.map, inlined: [] };
  const { at, hasWith } = placeForCtes(own.sql);
  const inlined: InlinedModel[] = [];
  let inserted = hasWith ? "" : "with";
  for (const [index, part] of parts.entries()) {
    inserted += `${index === 0 ? "" : ","} ${cteRelation(part.node).toText()} as (\n`;
    inlined.push({ ...part, from: at + inserted.length, to: at + inserted.length + part.sql.length });
    inserted += `${part.sql}\n)`;
  }
  inserted += hasWith ? ", " : " ";
  return {
    compiled_code: own.sql.slice(0, at) + inserted + own.sql.slice(at),
    map: own.map.flatMap((segment) => shifted(segment, at, inserted.length)),
    inlined,
  };
}

const LEADING = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;

/** Right behind `with` or `with recursive`; else before the first character that is not blank. */
function placeForCtes(sql: string): { at: number; hasWith: boolean } {
  const before = LEADING.exec(sql)?.[0].length ?? 0;
  const keyword = /^with(?:\s+recursive)?(?![\w$])/i.exec(sql.slice(before));
  if (keyword) return { at: before + keyword[0].length, hasWith: true };
  return { at: sql.length - sql.trimStart().length, hasWith: false };
}

/** A segment after text was put in at `at`; the one that `at` lies in becomes two. */
function shifted(segment: MapSegment, at: number, by: number): MapSegment[] {
  if (segment.to <= at) return [segment];
  if (segment.from >= at) return [{ ...segment, from: segment.from + by, to: segment.to + by }];
  const middle = segment.exact ? segment.sourceFrom + (at - segment.from) : null;
  return [
    { ...segment, to: at, sourceTo: middle ?? segment.sourceTo },
    { ...segment, from: at + by, to: segment.to + by, sourceFrom: middle ?? segment.sourceFrom },
  ];
}
