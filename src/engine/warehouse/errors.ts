/**
 * DuckDB's error messages -> `WarehouseError`: a code, DuckDB's own text, a way out, and the place in the statement.
 *
 * DuckDB tells the place only inside its text, as `LINE 2: <a piece of that line>` with a caret below. The piece is cut to about
 * 120 columns and the caret counts columns on a screen, not characters, so the place is found by looking the piece up in the line.
 */
import { EngineError, type DiagnosticDetail, type ErrorCode } from "../core/errors.ts";

export class WarehouseError extends EngineError {
  /** UTF-16 offset into the statement that was sent; null when DuckDB named no place. */
  readonly position: number | null;

  constructor(
    code: ErrorCode,
    message: string,
    detail: DiagnosticDetail & { position?: number | null; cause?: unknown } = {},
  ) {
    super(code, message, detail);
    this.name = "WarehouseError";
    this.position = detail.position ?? null;
  }
}

/** Turns what a DuckDB package threw into a WarehouseError; `sql` is the whole text that was sent. */
export function warehouseError(thrown: unknown, sql: string): WarehouseError {
  if (thrown instanceof WarehouseError) return thrown;
  const text = ownText(thrown instanceof Error ? thrown.message : String(thrown));
  const kind = /^([A-Za-z][A-Za-z ]*?) Error: /.exec(text)?.[1] ?? "";
  const code = codeOf(kind, text);
  if (code === "W005") return cancelledError(sql, thrown);
  return new WarehouseError(code, withoutPlace(text), {
    hint: hintOf(code, kind, text),
    position: positionInStatement(text, sql),
    sql,
    cause: thrown,
  });
}

export function cancelledError(sql?: string, cause?: unknown): WarehouseError {
  return new WarehouseError("W005", "The statement was cancelled before it finished.", {
    hint: "Nothing was changed by it. Run it again when you want its result.",
    cause,
    ...(sql === undefined ? {} : { sql }),
  });
}

export function databaseStoppedError(sql?: string): WarehouseError {
  return new WarehouseError("W006", "The database stopped and has to be started again; what was built in it is gone.", {
    hint: "Run the command again: the database is started anew, source data are loaded again and models are rebuilt.",
    ...(sql === undefined ? {} : { sql }),
  });
}

/** Both packages put words of their own before some messages, and the browser's hands syntax errors over as JSON. */
function ownText(message: string): string {
  const text = message
    .replace(/^Unexpected StatusCode from [\s\S]*? self reported error as\s*/, "")
    .replace(/^Failed to extract statements: /, "")
    .trim();
  if (text === "no statements") return "Parser Error: There is no statement to run.";
  if (!text.startsWith("{")) return text;
  try {
    const { exception_type: kind, exception_message: said } = JSON.parse(text) as Record<string, unknown>;
    return typeof kind === "string" && typeof said === "string" ? `${kind} Error: ${said}` : text;
  } catch {
    return text;
  }
}

function codeOf(kind: string, text: string): ErrorCode {
  if (/^INTERRUPT|^Interrupt/.test(kind) || /query (was )?(cancel|interrupt)/i.test(text)) return "W005";
  if (
    /^Out of Memory/i.test(kind) ||
    /\bout of memory\b|could not allocate block|memory access out of bounds/i.test(text)
  )
    return "W004";
  if (kind === "Parser" || kind === "Syntax") return "W001";
  if (kind === "Binder" || kind === "Catalog") return "W002";
  return "W003";
}

function hintOf(code: ErrorCode, kind: string, text: string): string {
  const extension = /exists in the (\w+) extension/.exec(text)?.[1];
  const candidates = /^(?:Did you mean|Candidate bindings:).*$/m.exec(text)?.[0];
  switch (code) {
    case "W001":
      return "Look at the marked place and just before it: a comma, a parenthesis or a keyword is missing or too many.";
    case "W002":
      if (extension)
        return `The browser's DuckDB comes without the "${extension}" extension; write it without that function or type.`;
      if (candidates?.startsWith("Did you mean"))
        return `If you meant ${candidates.slice("Did you mean".length, -1).trim()}, write that; otherwise check that it has been built.`;
      if (candidates) return `The names that fit here are: ${candidates.slice("Candidate bindings:".length).trim()}.`;
      if (/already exists/.test(text)) return "Drop the relation first, or give the new one another name.";
      if (/does not exist/.test(text)) return "Check the spelling, and that what it names has been built.";
      if (/must appear in the GROUP BY clause/.test(text))
        return "Add the column to group by, or put it inside an aggregate function.";
      return "Check the spelling of the names, where they come from, and that the types fit together.";
    case "W004":
      return "Read fewer rows or columns at once: filter earlier, aggregate before joining, or use a smaller data tier.";
    default:
      if (kind === "Conversion")
        return "Use try_cast() to get NULL for what cannot be converted, or clean the value first.";
      if (kind === "Constraint")
        return "Look for duplicate or missing values in the columns that the constraint names.";
      if (/NetworkError|HTTP/.test(text))
        return "The workbench fetches nothing from other places; put the data into the project instead.";
      if (kind === "IO") return "Check that the file exists and can be read and written.";
      return "Look at the values that reach the marked expression.";
  }
}

/** The message without the picture of the place, which the editor draws better. */
function withoutPlace(text: string): string {
  const at = text.search(/\n+LINE \d+: /);
  return at < 0 ? text : text.slice(0, at);
}

function positionInStatement(text: string, sql: string): number | null {
  const place = /^LINE (\d+): (.*)\n( *)\^/m.exec(text);
  return place
    ? positionAtCaret(sql, Number(place[1]), place[2] ?? "", (place[3] ?? "").length - `LINE ${place[1]}: `.length)
    : positionOfName(text, sql);
}

function positionAtCaret(sql: string, lineNumber: number, piece: string, column: number): number | null {
  const lines = sql.split(/\n|\r/);
  const line = lines[lineNumber - 1];
  if (line === undefined) return null;
  const lineStart = lines.slice(0, lineNumber - 1).reduce((sum, before) => sum + before.length + 1, 0);
  const cutStart = piece.startsWith("...") && !line.startsWith(piece.replace(/\.\.\.$/, ""));
  const shown = cutStart ? piece.slice(3) : piece;
  const found = line.indexOf(shown.replace(/\.\.\.$/, ""));
  const base = cutStart ? Math.max(found, 0) : 0;
  const offset = lineStart + base + charactersInColumns(shown, cutStart ? column - 3 : column);
  return offset <= sql.length ? offset : null;
}

/** How many UTF-16 units of `text` fill `columns` columns of a terminal. */
function charactersInColumns(text: string, columns: number): number {
  let filled = 0;
  let units = 0;
  for (const character of text) {
    if (filled >= columns) break;
    filled += columnsOf(character.codePointAt(0) ?? 0);
    units += character.length;
  }
  return units;
}

function columnsOf(point: number): number {
  if ((point >= 0x300 && point <= 0x36f) || point === 0x200d || (point >= 0xfe00 && point <= 0xfe0f)) return 0;
  const wide =
    (point >= 0x1100 && point <= 0x115f) ||
    (point >= 0x2e80 && point <= 0xa4cf) ||
    (point >= 0xac00 && point <= 0xd7a3) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0xfe30 && point <= 0xfe6f) ||
    (point >= 0xff00 && point <= 0xff60) ||
    (point >= 0xffe0 && point <= 0xffe6) ||
    (point >= 0x1f300 && point <= 0x1faff) ||
    (point >= 0x20000 && point <= 0x3fffd);
  return wide ? 2 : 1;
}

/** Some messages name a column or table but no place (views, statements after the first): its one occurrence is the place. */
function positionOfName(text: string, sql: string): number | null {
  const name = /(?:column|Table with name|View with name|Schema with name|Function with name) "?([\w$]+)"?/i.exec(
    text,
  )?.[1];
  if (name === undefined) return null;
  const places = [...sql.matchAll(new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`, "gi"))];
  return places.length === 1 ? (places[0]?.index ?? null) : null;
}
