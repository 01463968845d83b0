/** How each type of resource is run. What stands here under `null` is never a step of a plan. */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { compileHook, compileNode } from "../compile/compile.ts";
import type { CompiledNode } from "../compile/compile.ts";
import { warehouseDiagnostic } from "../compile/warehouse-diagnostic.ts";
import { nodeValue } from "../context/node-value.ts";
import type { PyValue } from "../jinja/values.ts";
import { runDataTest, storesFailures, testStatement } from "../quality/data-test.ts";
import { runUnitTest } from "../quality/unit-test.ts";
import type { Warehouse } from "../warehouse/port.ts";
import type { RunContext } from "./context.ts";
import { buildModel, needsConnection } from "./materialize.ts";
import { NodeSession, errorOf } from "./node-session.ts";
import type { Overrides } from "../compile/overrides.ts";
import type { RelationCache } from "./relation-cache.ts";
import { loadSeed } from "./seed.ts";
import { buildSnapshot } from "./snapshot.ts";
import { SUCCESS, failed, skipped } from "./step.ts";
import type { StepOutcome } from "./step.ts";

/** What the nodes of a run share. */
export interface RunShare {
  readonly relations: RelationCache;
  readonly overrides: Overrides;
  readonly warned: Set<string>;
}

interface NodeRun {
  readonly context: RunContext;
  readonly warehouse: Warehouse;
  readonly share: RunShare;
  readonly node: ManifestNode;
}

type Runner = (run: NodeRun) => Promise<StepOutcome>;

export const runners: Readonly<Record<ManifestNode["resource_type"], Runner | null>> = {
  model: (run) =>
    compiledFirst(run, (compiled) =>
      atWork(run, compiled, async (session) => {
        const rows = await buildModel(session);
        return { ...SUCCESS, rows, adapterResponse: { _message: "OK" }, compiled: compiled.compiled_code };
      }),
    ),
  snapshot: (run) =>
    compiledFirst(run, (compiled) =>
      atWork(run, compiled, async (session) => {
        const rows = await buildSnapshot(session);
        return { ...SUCCESS, rows, adapterResponse: { _message: "OK" }, compiled: compiled.compiled_code };
      }),
    ),
  seed: (run) =>
    atWork(run, null, async (session) => {
      const file = run.context.files.find((candidate) => candidate.path === run.node.span.path);
      if (!file) return failed([missingFile(run.node)], null);
      const { rows, code } = await loadSeed(session, file);
      const response = `${code} ${rows}`;
      return { ...SUCCESS, rows, response, adapterResponse: { _message: response, code, rows_affected: rows } };
    }),
  test: (run) => compiledFirst(run, (compiled) => runTest(run, compiled)),
  unit_test: runUnit,
  exposure: noOp,
  saved_query: noOp,
  analysis: null,
  operation: null,
  source: null,
  metric: null,
  semantic_model: null,
};

/** For `compile`: the SQL is the result. Seeds have none. */
export const compileOnly: Runner = (run) =>
  run.node.resource_type === "seed"
    ? Promise.resolve(SUCCESS)
    : compiledFirst(run, (compiled) => Promise.resolve({ ...SUCCESS, compiled: compiled.compiled_code }));

/** Exposures and saved queries take part in a build, and have nothing to run. */
function noOp(): Promise<StepOutcome> {
  return Promise.resolve({ ...SUCCESS, status: "no-op", message: "NO-OP", response: "NO-OP", failures: 0 });
}

async function compiledFirst(
  run: NodeRun,
  work: (compiled: CompiledNode) => Promise<StepOutcome>,
): Promise<StepOutcome> {
  const { context, node } = run;
  const compiled = await compileNode(context, node, { signal: context.signal });
  if (compiled.ok) return work(compiled.value);
  const [found] = compiled.diagnostics;
  const culprit =
    found?.node === null || found?.node === undefined ? undefined : context.manifest.nodes.get(found.node);
  if (!found || !culprit || culprit === node || culprit.config.materialized !== "ephemeral")
    return failed(compiled.diagnostics, null);
  const message = `"${node.name}" reads the ephemeral model "${culprit.name}", which could not be compiled: ${found.message}`;
  return { ...skipped(message), diagnostics: compiled.diagnostics, ephemeralTrouble: true };
}

/** Gives the node a session, on a connection of its own when it takes more than one statement. */
async function atWork(
  run: NodeRun,
  compiled: CompiledNode | null,
  work: (session: NodeSession) => Promise<StepOutcome>,
): Promise<StepOutcome> {
  const { context, warehouse, share, node } = run;
  let comment: Awaited<ReturnType<typeof queryComment>>;
  try {
    comment = await queryComment(run);
  } catch (error) {
    return troubleOf(run, error, compiled?.compiled_code ?? null, (known) => known.diagnostic);
  }
  const facts = { context, ...share, node, compiled, comment };
  const onSession = async (session: NodeSession): Promise<StepOutcome> => {
    try {
      return await work(session);
    } catch (error) {
      return troubleOf(run, error, compiled?.compiled_code ?? null, (known) => session.diagnosticOf(known));
    }
  };
  const shared = new NodeSession({ ...facts, warehouse });
  if (compiled !== null && !needsConnection(shared)) return onSession(shared);
  return warehouse.session((connection) => onSession(new NodeSession({ ...facts, warehouse: connection })));
}

async function runTest(run: NodeRun, compiled: CompiledNode): Promise<StepOutcome> {
  const { context, warehouse, node } = run;
  const sql = compiled.compiled_code;
  const statement = testStatement(node, sql);
  context.onStatement?.(node.unique_id, statement.sql, true);
  try {
    const outcome = await runDataTest(warehouse, compiled, {
      storeFailures: storesFailures(node, context.storeFailures),
      failingRows: context.failingRows,
      warnIsError: context.warnIsError,
      signal: context.signal,
    });
    return { ...SUCCESS, ...outcome, adapterResponse: { _message: "OK" }, compiled: sql };
  } catch (error) {
    return troubleOf(run, error, sql, (known) => warehouseDiagnostic(known, compiled, statement.prefixLength));
  }
}

async function runUnit(run: NodeRun): Promise<StepOutcome> {
  const { context, warehouse, node } = run;
  try {
    const folder = `${node.package_name}/${node.original_file_path}`;
    const unitContext = {
      ...context,
      onFixture: (input: ManifestNode, sql: string) => context.onCompiled?.(`${folder}/${input.name}.sql`, sql),
    };
    const {
      compiled_code: compiled,
      statement,
      ...outcome
    } = await runUnitTest(unitContext, warehouse, node, context.signal);
    context.onStatement?.(node.unique_id, statement, true);
    return { ...SUCCESS, ...outcome, adapterResponse: { _message: "OK" }, compiled };
  } catch (error) {
    return troubleOf(run, error, null, ({ diagnostic: found }) => ({
      ...found,
      at: found.at ?? node.span,
      node: node.unique_id,
    }));
  }
}

/** An `EngineError` as the outcome of a node; anything else is a fault of ours and is thrown on. */
function troubleOf(
  { context }: NodeRun,
  error: unknown,
  sql: string | null,
  diagnosticOf: (error: EngineError) => Diagnostic,
): StepOutcome {
  if (!(error instanceof EngineError)) throw error;
  if (error.diagnostic.code === "W005" && context.signal?.cancelled === true)
    return { ...skipped("Cancelled."), compiled: sql };
  return failed([diagnosticOf(error)], sql);
}

/** `query-comment` of the project, rendered for the node. dbt's own default comment is left out. */
async function queryComment({ context, node }: NodeRun): Promise<{ text: string; append: boolean } | null> {
  const given = context.project.queryComment;
  if (given === null || given.comment.trim() === "") return null;
  if (!/\{[{%]/.test(given.comment)) return { text: given.comment.trim(), append: given.append };
  const extra = new Map<string, PyValue>([
    ["node", nodeValue(node)],
    ["connection_name", node.unique_id],
  ]);
  const rendered = await compileHook(context, node, given.comment, context.signal, { extra });
  if (!rendered.ok) throw errorOf(rendered.diagnostics[0]);
  const text = rendered.value.trim();
  if (text.includes("*/"))
    throw new EngineError("P003", 'The query comment holds "*/", which would end it early.', {
      hint: "Take it out of `query-comment` in dbt_project.yml.",
      node: node.unique_id,
    });
  return text === "" ? null : { text, append: given.append };
}

function missingFile(node: ManifestNode): Diagnostic {
  return diagnostic("P007", `The file of the seed "${node.name}" is gone.`, {
    hint: "Restore it, or delete its property entry.",
    at: node.span,
    node: node.unique_id,
  });
}
