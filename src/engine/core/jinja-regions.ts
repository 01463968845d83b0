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
  for (let index = start; index < text.length; index += 1) {
    const character = text[index]!;
    if (character === "'" || character === '"') index = stringEnd(text, index);
    else if (text.startsWith(ENDS[kind], index)) return index + 2;
  }
  return null;
}

/**
 * Where a string ends that starts at `start`: at its quote, or at the end of its line when the quote is missing. A string over several
 * lines is one when what follows its quote could follow a string; otherwise the quote belongs to another one further down.
 */
function stringEnd(text: string, start: number): number {
  const quote = text[start]!;
  let end = start + 1;
  while (end < text.length && text[end] !== quote) end += text[end] === "\\" ? 2 : 1;
  const line = text.indexOf("\n", start);
  if (line < 0 || end < line) return end;
  return end < text.length && /^\s*[,)\]}|~+%]/.test(text.slice(end + 1, end + 40)) ? end : line;
}
