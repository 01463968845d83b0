/**
 * Finds the Jinja in a text: `{{ … }}`, `{% … %}` and `{# … #}`, also the last one when it is still open while somebody types.
 *
 * Good enough for tinting and completion only. A closing mark inside a string does not end a region; `{% raw %}` is not looked at.
 */
export interface JinjaRegion {
  readonly kind: "expression" | "statement" | "comment";
  readonly from: number;
  /** End of the closing mark, or of the text when the region is open. */
  readonly to: number;
  readonly closed: boolean;
}

const KINDS = { "{{": "expression", "{%": "statement", "{#": "comment" } as const;
const ENDS = { expression: "}}", statement: "%}", comment: "#}" } as const;

export function jinjaRegions(text: string): JinjaRegion[] {
  const regions: JinjaRegion[] = [];
  const opening = /\{[{%#]/g;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const kind = KINDS[match[0] as keyof typeof KINDS];
    const end = endOf(text, match.index + 2, kind);
    regions.push({ kind, from: match.index, to: end ?? text.length, closed: end !== null });
    if (end === null) break;
    opening.lastIndex = end;
  }
  return regions;
}

export function jinjaRegionAt(regions: readonly JinjaRegion[], offset: number): JinjaRegion | null {
  return (
    regions.find(
      (region) => region.from + 2 <= offset && (region.closed ? offset <= region.to - 2 : offset <= region.to),
    ) ?? null
  );
}

function endOf(text: string, start: number, kind: JinjaRegion["kind"]): number | null {
  if (kind === "comment") {
    const at = text.indexOf(ENDS.comment, start);
    return at < 0 ? null : at + 2;
  }
  let quote = "";
  for (let index = start; index < text.length; index += 1) {
    const character = text[index]!;
    if (quote !== "") {
      if (character === "\\") index += 1;
      else if (character === quote || character === "\n") quote = "";
    } else if (character === "'" || character === '"') quote = character;
    else if (text.startsWith(ENDS[kind], index)) return index + 2;
  }
  return null;
}
