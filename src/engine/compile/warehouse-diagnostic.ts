/** What the warehouse said about a statement -> a Diagnostic at the place in the node's own source file. */
import { EngineError } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { CompiledNode } from "./compile.ts";
import { sourceSpanOf } from "./compile.ts";

/** `prefixLength` is how much was put in front of the compiled SQL before it was sent. Other errors are thrown on. */
export function warehouseDiagnostic(error: unknown, compiled: CompiledNode, prefixLength: number): Diagnostic {
  if (!(error instanceof EngineError)) throw error;
  const position = "position" in error && typeof error.position === "number" ? error.position - prefixLength : null;
  const inside = position !== null && position >= 0 && position <= compiled.compiled_code.length;
  return {
    ...error.diagnostic,
    at: inside ? sourceSpanOf(compiled, position) : compiled.node.span,
    node: compiled.node.unique_id,
    sql: compiled.compiled_code,
  };
}
