/** What a lint rule is: a code, and a check over the SQL of a node or over the project. */
import type { CompiledNode } from "../compile/compile.ts";
import type { Diagnostic, ErrorCode, Outcome } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { SourceFile } from "../core/source-file.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { SqlToken } from "../lineage/sql-tokens.ts";

/** What lint needs of an engine; an `Engine` is one. */
export interface LintProject {
  readonly manifest: Manifest;
  readonly files: readonly SourceFile[];
  compile(id: NodeId, options?: { signal?: CancelSignal }): Promise<Outcome<CompiledNode>>;
}

/** A place in a token list that a rule objects to. */
export interface Finding {
  readonly from: number;
  readonly to: number;
  readonly message: string;
  readonly hint: string;
}

/** Looks at tokens alone, so that strings and comments never count and text with Jinja in it can be checked too. */
export interface SqlRule {
  readonly code: ErrorCode;
  /** `owner` is the node as a message names it, for example `"orders"`. */
  check(tokens: readonly SqlToken[], owner: string): readonly Finding[];
}

export interface ProjectRule {
  readonly code: ErrorCode;
  check(context: RuleContext): readonly Diagnostic[];
}

export interface RuleContext {
  readonly project: LintProject;
  /** Models of the project itself, without those of its packages. */
  readonly models: readonly ManifestNode[];
  readonly files: ReadonlyMap<string, string>;
  /** Compiled SQL of a model or singular test, or null. */
  readonly compiledSql: (node: ManifestNode) => string | null;
}

/** Whether the token at `index` is that word used as a bare function name: not quoted, not a column of something, not an alias. */
export function callsFunction(tokens: readonly SqlToken[], index: number): boolean {
  const token = tokens[index];
  return token?.kind === "word" && tokens[index + 1]?.key === "(" && tokens[index - 1]?.key !== ".";
}

/** The index of the parenthesis that closes the one at `open`; the end of the list when there is none. */
export function closingParenthesis(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at]?.key === "(") depth += 1;
    if (tokens[at]?.key === ")" && (depth -= 1) === 0) return at;
  }
  return tokens.length;
}

/** Indexes of the opening parentheses around `index`, innermost first. */
export function parenthesesAround(tokens: readonly SqlToken[], index: number): number[] {
  const around: number[] = [];
  let depth = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    if (tokens[at]?.key === ")") depth += 1;
    if (tokens[at]?.key !== "(") continue;
    if (depth === 0) around.push(at);
    else depth -= 1;
  }
  return around;
}
