/** What the warehouse said about a statement -> a Diagnostic at the place in the node's own source file, or in the macro's that wrote it. */
import { EngineError } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { CompiledNode } from "./compile.ts";
import { macroPlaceOf, sourceSpanOf } from "./compile.ts";

/** `prefixLength` is how much was put in front of the compiled SQL before it was sent. Other errors are thrown on. */
export function warehouseDiagnostic(error: unknown, compiled: CompiledNode, prefixLength: number): Diagnostic {
  if (!(error instanceof EngineError)) throw error;
  const position = "position" in error && typeof error.position === "number" ? error.position - prefixLength : null;
  const inside = position !== null && position >= 0 && position <= compiled.compiled_code.length;
  const surplus =
    inside && error.diagnostic.code === "W001" ? surplusParenthesis(compiled.compiled_code, position) : null;
  const macro = inside ? macroPlaceOf(compiled, position) : null;
  return {
    ...error.diagnostic,
    ...(surplus === null ? {} : { hint: "One of the two closing parentheses here is too many." }),
    at: macro?.at ?? (inside ? sourceSpanOf(compiled, surplus ?? position) : compiled.node.span),
    node: compiled.node.unique_id,
    sql: compiled.compiled_code,
    ...(macro === null ? {} : { stack: macro.stack }),
  };
}

/** A closing parenthesis that is refused right after another one: the first of the two may be the one too many. */
function surplusParenthesis(sql: string, position: number): number | null {
  if (sql[position] !== ")") return null;
  const before = sql.slice(0, position).trimEnd().length - 1;
  return sql[before] === ")" ? before : null;
}
