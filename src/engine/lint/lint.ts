/**
 * The rules that keep a project portable and offline, over all of its SQL and properties.
 *
 * `bundled` is the whole set and finds errors; `offline`, for projects made elsewhere, holds only what fails or changes in the page
 * and warns. A node that cannot be compiled is still looked at in its source text.
 */
import type { CompiledNode } from "../compile/compile.ts";
import type { Diagnostic } from "../core/errors.ts";
import { EngineError, diagnostic } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import { mayShowRepeats } from "../lineage/key-tests.ts";
import { coverageOf } from "./coverage.ts";
import type { Coverage } from "./coverage.ts";
import { dateTrunc } from "./date-trunc.ts";
import { descriptions } from "./descriptions.ts";
import { grainLine } from "./grain-line.ts";
import { json } from "./json.ts";
import { layerOrder } from "./layer-order.ts";
import { naming } from "./naming.ts";
import type { LintProject, ProjectRule, RuleContext, SqlRule } from "./rule.ts";
import { sourcesInStaging } from "./sources-in-staging.ts";
import { sqlTextsOf } from "./sql-texts.ts";
import { testedKeys } from "./tested-keys.ts";
import { timeZones } from "./time-zones.ts";
import { eventNames, metricNames, productIds } from "./value-names.ts";
import { wallClock } from "./wall-clock.ts";

export const OFFLINE_RULES: readonly SqlRule[] = [json, timeZones, wallClock, dateTrunc];
export const PROJECT_RULES: readonly ProjectRule[] = [
  sourcesInStaging,
  layerOrder,
  naming,
  testedKeys,
  descriptions,
  grainLine,
  metricNames,
  eventNames,
  productIds,
];

export type LintProfile = "bundled" | "offline";

export interface LintOptions {
  readonly profile: LintProfile;
  /** Only these nodes; default: all. */
  readonly nodes?: ReadonlySet<NodeId>;
  readonly signal?: CancelSignal;
}

export interface LintReport {
  /** In the order of files and places. */
  readonly found: readonly Diagnostic[];
  readonly coverage: Coverage;
}

const HAS_SQL: ReadonlySet<string> = new Set(["model", "snapshot", "test", "analysis"]);

export async function lintReport(project: LintProject, options: LintOptions): Promise<LintReport> {
  return { found: await lint(project, options), coverage: coverageOf(project.manifest, options.nodes) };
}

/** In the order of files and places. */
export async function lint(project: LintProject, options: LintOptions): Promise<readonly Diagnostic[]> {
  const files = new Map(project.files.map(({ path, text }) => [path, text]));
  const wanted = (id: NodeId | null) => id === null || !options.nodes || options.nodes.has(id);
  const compiled = new Map<NodeId, CompiledNode>();
  const found: Diagnostic[] = [];
  for (const node of project.manifest.nodes.values()) {
    if (!HAS_SQL.has(node.resource_type) || node.language !== undefined || !needed(node, options)) continue;
    const outcome = await compileQuietly(project, node.unique_id, options.signal);
    if (outcome) compiled.set(node.unique_id, outcome);
    if (wanted(node.unique_id)) found.push(...sqlFindings(node, outcome, files, options.profile));
  }
  if (options.profile === "bundled") {
    const { nodes, project_name: own } = project.manifest;
    const context: RuleContext = {
      project,
      files,
      models: [...nodes.values()].filter(
        (node) => node.resource_type === "model" && node.language === undefined && node.package_name === own,
      ),
      compiledSql: (node) => compiled.get(node.unique_id)?.compiled_code ?? null,
    };
    for (const rule of PROJECT_RULES) found.push(...rule.check(context).filter(({ node }) => wanted(node)));
  }
  return inOrder(withoutRepeats(found));
}

/** Key tests of a chosen model are read even when the tests themselves are not chosen. */
function needed(node: ManifestNode, { nodes, profile }: LintOptions): boolean {
  if (!nodes || nodes.has(node.unique_id)) return true;
  return profile === "bundled" && mayShowRepeats(node);
}

async function compileQuietly(
  project: LintProject,
  id: NodeId,
  signal: CancelSignal | undefined,
): Promise<CompiledNode | null> {
  try {
    const outcome = await project.compile(id, signal ? { signal } : {});
    return outcome.ok ? outcome.value : null;
  } catch (error) {
    // No database to ask: the source text is what is left.
    if (error instanceof EngineError) return null;
    throw error;
  }
}

function sqlFindings(
  node: ManifestNode,
  compiled: CompiledNode | null,
  files: ReadonlyMap<string, string>,
  profile: LintProfile,
): Diagnostic[] {
  const severity = profile === "bundled" ? "error" : "warning";
  return sqlTextsOf(node, compiled, files).flatMap(({ tokens, spanOf }) =>
    OFFLINE_RULES.flatMap((rule) =>
      rule.check(tokens, `"${node.name}"`).flatMap(({ from, to, message, hint }) => {
        const at = spanOf(from, to);
        return at === null ? [] : [diagnostic(rule.code, message, { severity, hint, at, node: node.unique_id })];
      }),
    ),
  );
}

/** A macro that writes the same thing three times at one place is one finding there. */
function withoutRepeats(found: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return found.filter(({ code, at, node, message }) => {
    const key = [code, node, at?.path, at?.from, message].join("\n");
    return !seen.has(key) && seen.add(key);
  });
}

function inOrder(found: readonly Diagnostic[]): Diagnostic[] {
  return [...found].sort(
    (a, b) =>
      (a.at?.path ?? "").localeCompare(b.at?.path ?? "", "en") ||
      (a.at?.from ?? 0) - (b.at?.from ?? 0) ||
      a.code.localeCompare(b.code, "en"),
  );
}
