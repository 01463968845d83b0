/** One text file of a project. Paths are relative to the project root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Half-open range of UTF-16 offsets into the text of the file at `path`. */
export interface SourceSpan {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** 1-based line and column of an offset; what people and editors count in. */
export function lineColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, Math.min(offset, text.length)));
  const line = before.split("\n").length;
  return { line, column: before.length - before.lastIndexOf("\n") };
}
