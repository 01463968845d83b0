/** Breaks a line into lines of a width, at blanks and hyphens, as Python's `textwrap.wrap` does with whitespace kept as it is. */
export interface WrapOptions {
  readonly width: number;
  readonly breakLongWords: boolean;
  readonly breakOnHyphens: boolean;
}

export function wrapText(text: string, { width, breakLongWords, breakOnHyphens }: WrapOptions): string[] {
  const chunks = text
    .split(/([\t-\r ]+)/)
    .filter((chunk) => chunk !== "")
    .flatMap((chunk) => (breakOnHyphens ? splitHyphens(chunk) : [chunk]))
    .reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    const line: string[] = [];
    let length = 0;
    if (lines.length > 0 && isBlank(chunks.at(-1))) chunks.pop();
    for (let chunk = chunks.at(-1); chunk !== undefined && length + chunk.length <= width; chunk = chunks.at(-1)) {
      line.push(chunk);
      length += chunk.length;
      chunks.pop();
    }
    const long = chunks.at(-1);
    if (long !== undefined && long.length > width) {
      const space = width < 1 ? 1 : width - length;
      if (breakLongWords) {
        line.push(long.slice(0, space));
        chunks[chunks.length - 1] = long.slice(space);
        if (long.length <= space) chunks.pop();
      } else if (line.length === 0) {
        line.push(long);
        chunks.pop();
      }
    }
    if (isBlank(line.at(-1))) line.pop();
    if (line.length > 0) lines.push(line.join(""));
  }
  return lines;
}

function isBlank(chunk: string | undefined): boolean {
  return chunk !== undefined && chunk.trim() === "";
}

/** After a hyphen between words of two letters or more, and around dashes. */
function splitHyphens(word: string): string[] {
  return word.split(/(?<=[\p{L}\p{N}_]\p{L}-)(?=\p{L}[\p{L}\p{N}_])|(?<=[^\s-])(?=-{2,}\w)|(?<=[^-]-{2,})(?=\w)/u);
}
