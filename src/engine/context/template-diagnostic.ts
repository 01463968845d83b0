/** Whatever a template threw -> a Diagnostic with code, place and hint. Anything that is not the template's fault is thrown on. */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic, ErrorCode } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { SourceSpan } from "../core/source-file.ts";
import { nearest } from "../core/nearest.ts";
import { TemplateError, TemplateLimitError, whereThrown } from "../jinja/error.ts";

export interface Place {
  readonly node?: NodeId | null;
  /** Where to point when the error does not say. */
  readonly fallback?: SourceSpan | null;
  /** Names that could have been meant, for "did you mean". */
  readonly names?: readonly string[];
}

export function templateDiagnostic(error: unknown, place: Place = {}): Diagnostic {
  if (error instanceof EngineError) {
    const where = whereThrown(error);
    const stack = error.diagnostic.stack ?? where?.macroStack ?? [];
    return {
      ...error.diagnostic,
      at: error.diagnostic.at ?? where?.span ?? place.fallback ?? null,
      node: error.diagnostic.node ?? place.node ?? null,
      ...(stack.length > 0 ? { stack } : {}),
    };
  }
  if (!(error instanceof TemplateError)) throw error;
  const [code, message, hint] = word(error, place.names ?? []);
  return diagnostic(code, message, {
    hint,
    at: error.span ?? place.fallback ?? null,
    node: place.node ?? null,
    stack: error.macroStack,
  });
}

function word(error: TemplateError, names: readonly string[]): [ErrorCode, string, string] {
  const text = error.message.replace(/\.$/, "");
  if (error.kind === "TemplateSyntaxError" || error.kind === "TemplateAssertionError") {
    return [
      "J001",
      `The template has a syntax error: ${text}.`,
      "Check that every {{ has its }}, every {% its %}, and every if, for and macro its end tag.",
    ];
  }
  if (error.kind === "LimitError") {
    return [
      "J004",
      `The template was stopped: ${text}.`,
      (error instanceof TemplateLimitError ? error.hint : null) ??
        "Look for a loop or a macro that calls itself without an end.",
    ];
  }
  const undefinedName = /^'([^']+)' is undefined$/.exec(text)?.[1];
  if (error.kind === "UndefinedError" && undefinedName !== undefined) {
    const near = nearest(undefinedName, names);
    return [
      "R003",
      `"${undefinedName}" is called here, but no macro or function of that name exists.`,
      near === null
        ? `Create the macro "${undefinedName}", or check that its package is installed.`
        : `Did you mean "${near}"?`,
    ];
  }
  const [, packageName, member] = /^'macro namespace (\w+) object' has no attribute '([^']+)'$/.exec(text) ?? [];
  if (error.kind === "UndefinedError" && packageName !== undefined && member !== undefined) {
    const macro = `${packageName}.${member}`;
    // Macros of the own project and of dbt stand in the list without their package.
    const bare = nearest(member, names);
    const near = nearest(macro, names) ?? (bare === null ? null : `${packageName}.${bare}`);
    return [
      "R003",
      `"${macro}" is called here, but the package "${packageName}" has no macro of that name.`,
      near === null ? `Check which version of "${packageName}" is installed.` : `Did you mean "${near}"?`,
    ];
  }
  return [
    "J002",
    `The template failed: ${error.kind}: ${text}.`,
    "Check the values that this expression works on; `{{ log(value, info=true) }}` prints one.",
  ];
}
