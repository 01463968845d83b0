/** Changes of texts as plain data: where, what for, and the lines that a person reads before agreeing. */

export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** One line that changes; its number counts in the text of before. */
export interface ChangedLine {
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** Changes may come in any order and must not overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let result = text;
  for (const change of [...changes].sort((a, b) => b.from - a.from))
    result = result.slice(0, change.from) + change.insert + result.slice(change.to);
  return result;
}

/** For changes that stay within their line. */
export function changedLines(text: string, changes: readonly TextChange[]): ChangedLine[] {
  const lines: ChangedLine[] = [];
  let [start, number] = [0, 1];
  const sorted = [...changes].sort((a, b) => a.from - b.from);
  for (let index = 0; index < sorted.length;) {
    let end = lineEnd(text, start);
    while (sorted[index]!.from > end) {
      start = end + 1;
      number += 1;
      end = lineEnd(text, start);
    }
    const here: TextChange[] = [];
    while (index < sorted.length && sorted[index]!.from <= end) here.push(sorted[index++]!);
    const before = text.slice(start, end);
    const shifted = here.map((change) => ({ ...change, from: change.from - start, to: change.to - start }));
    lines.push({ line: number, before, after: applyChanges(before, shifted) });
  }
  return lines;
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? text.length : at;
}
