/**
 * RunPlan x Warehouse -> a stream of RunEvents and the results.
 *
 * Steps start as soon as what they wait for has ended, as many at once as the warehouse allows. A step whose parent failed is
 * skipped, and so is everything below it; a test that only warns stops nothing.
 */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import { EngineError } from "../core/errors.ts";
import type { NodeResult, NodeStatus, RunEvent } from "../core/events.ts";
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { SourceFile } from "../core/source-file.ts";
import type { RunPlan } from "../graph/plan.ts";
import { compileHook, compileNode } from "../compile/compile.ts";
import type { CompileContext, CompiledNode } from "../compile/compile.ts";
import { warehouseDiagnostic } from "../compile/warehouse-diagnostic.ts";
import type { Hook } from "../project/config.ts";
import { runDataTest, storesFailures, testStatement } from "../quality/data-test.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";
import type { SourceLoader } from "../warehouse/source-loader.ts";
import { finishLine, startLine } from "./log.ts";
import type { LogText } from "./log.ts";
import { loadSeed, materialize } from "./materialize.ts";

export interface RunContext extends CompileContext {
  readonly manifest: Manifest;
  readonly files: readonly SourceFile[];
  readonly loadSources: SourceLoader | null;
  readonly fullRefresh: boolean;
  readonly failFast: boolean;
  readonly storeFailures: boolean;
  readonly threads: number;
  readonly signal: CancelSignal | undefined;
  emit(event: RunEvent): void;
}

export interface RunOutcome {
  readonly results: readonly NodeResult[];
  readonly cancelled: boolean;
}

export async function runPlan(context: RunContext, plan: RunPlan): Promise<RunOutcome> {
  const warehouse = await context.warehouse();
  context.emit({ kind: "run-started", command: plan.command, nodes: plan.steps.map((step) => step.id) });
  const sourceTrouble = await loadPlanSources(context, warehouse, plan);
  await createSchemas(context, warehouse, plan);
  return new Runner(context, warehouse, plan, sourceTrouble).run();
}

async function loadPlanSources(
  context: RunContext,
  warehouse: Warehouse,
  plan: RunPlan,
): Promise<Map<NodeId, Diagnostic>> {
  const sources = plan.sources.flatMap((id) => context.manifest.nodes.get(id) ?? []);
  if (context.loadSources === null || sources.length === 0 || plan.command === "compile") return new Map();
  const found = await context.loadSources.ensure(sources, {
    warehouse,
    onProgress: (event) => context.emit(event),
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  return new Map(found.flatMap((trouble) => (trouble.node === null ? [] : [[trouble.node, trouble] as const])));
}

async function createSchemas(context: RunContext, warehouse: Warehouse, plan: RunPlan): Promise<void> {
  if (plan.command === "compile") return;
  const schemas = new Set<string>();
  for (const { id } of plan.steps) {
    const node = context.manifest.nodes.get(id);
    if (node && node.resource_type !== "test")
      schemas.add(`${quoteIdentifier(node.database)}.${quoteIdentifier(node.schema)}`);
  }
  for (const schema of schemas) await warehouse.execute(`create schema if not exists ${schema}`);
}

class Runner {
  readonly #context: RunContext;
  readonly #warehouse: Warehouse;
  readonly #plan: RunPlan;
  readonly #sourceTrouble: ReadonlyMap<NodeId, Diagnostic>;
  readonly #results = new Map<NodeId, NodeResult>();
  readonly #numbers: ReadonlyMap<NodeId, number>;
  #stopped = false;

  constructor(
    context: RunContext,
    warehouse: Warehouse,
    plan: RunPlan,
    sourceTrouble: ReadonlyMap<NodeId, Diagnostic>,
  ) {
    this.#context = context;
    this.#warehouse = warehouse;
    this.#plan = plan;
    this.#sourceTrouble = sourceTrouble;
    this.#numbers = new Map(plan.steps.map((step, index) => [step.id, index + 1]));
  }

  async run(): Promise<RunOutcome> {
    const waiting = new Map(this.#plan.steps.map((step) => [step.id, new Set(step.waitsFor)]));
    const slots = Math.max(1, Math.min(this.#context.threads, this.#warehouse.concurrency));
    const running = new Map<NodeId, Promise<NodeId>>();
    while (waiting.size > 0 || running.size > 0) {
      for (const [id, parents] of waiting) {
        if (running.size >= slots) break;
        if ([...parents].some((parent) => !this.#results.has(parent))) continue;
        waiting.delete(id);
        running.set(
          id,
          this.#step(id, parents).then(() => id),
        );
      }
      if (running.size === 0) break;
      running.delete(await Promise.race(running.values()));
    }
    return {
      results: this.#plan.steps.flatMap((step) => this.#results.get(step.id) ?? []),
      cancelled: this.#cancelled,
    };
  }

  get #cancelled(): boolean {
    return this.#context.signal?.cancelled ?? false;
  }

  async #step(id: NodeId, parents: ReadonlySet<NodeId>): Promise<void> {
    const node = this.#context.manifest.nodes.get(id);
    const index = this.#numbers.get(id) ?? 0;
    const total = this.#plan.steps.length;
    if (!node) return;
    const startedAt = this.#context.environment.clock.wall();
    const started = this.#context.environment.clock.elapsed();
    const blocker = [...parents]
      .map((parent) => this.#results.get(parent))
      .find((result) => result && blocks(result.status));
    let outcome: StepOutcome;
    if (this.#cancelled || this.#stopped) {
      outcome = skipped(this.#cancelled ? "Cancelled." : "Skipped because of --fail-fast.");
    } else if (blocker) {
      outcome = skipped(
        `Skipped because "${this.#context.manifest.nodes.get(blocker.unique_id)?.name ?? blocker.unique_id}" did not succeed.`,
      );
    } else {
      if (this.#plan.command !== "compile") {
        this.#log(startLine(node, index, total));
        this.#context.emit({ kind: "node-started", id, index, total });
      }
      outcome = await this.#execute(node);
    }
    const completed = this.#context.environment.clock.elapsed();
    const result: NodeResult = {
      unique_id: id,
      status: outcome.status,
      failures: outcome.failures,
      message: outcome.message,
      execution_time_ms: completed - started,
      compiled_code: outcome.compiled,
      relation_name: node.relation_name,
      rows: outcome.rows,
      diagnostics: outcome.diagnostics,
      started_at: startedAt,
      completed_at: this.#context.environment.clock.wall(),
      thread_id: "Thread-1",
    };
    this.#results.set(id, result);
    if (this.#context.failFast && (result.status === "error" || result.status === "fail")) this.#stopped = true;
    this.#context.emit({ kind: "node-finished", index, total, result });
    if (this.#plan.command !== "compile") this.#log(finishLine(node, result, index, total, outcome.response));
  }

  async #execute(node: ManifestNode): Promise<StepOutcome> {
    const trouble = node.depends_on.nodes
      .map((parent) => this.#sourceTrouble.get(parent))
      .find((found) => found !== undefined);
    if (trouble) return failed([{ ...trouble, node: node.unique_id }], null);
    if (node.resource_type === "seed") return this.#guard(node, null, () => this.#seed(node));
    const compiled = await compileNode(this.#context, node, { signal: this.#context.signal });
    if (!compiled.ok) return failed(compiled.diagnostics, null);
    if (this.#plan.command === "compile") return { ...SUCCESS, compiled: compiled.value.compiled_code };
    return node.resource_type === "test" ? this.#test(compiled.value) : this.#build(compiled.value);
  }

  async #seed(node: ManifestNode): Promise<StepOutcome> {
    const file = this.#context.files.find((candidate) => candidate.path === node.span.path);
    if (!file)
      return failed(
        [
          diagnostic("P007", `The file of the seed "${node.name}" is gone.`, {
            hint: "Restore it, or delete its property entry.",
            at: node.span,
            node: node.unique_id,
          }),
        ],
        null,
      );
    const built = await loadSeed(
      {
        warehouse: this.#warehouse,
        fullRefresh: this.#context.fullRefresh,
        signal: this.#context.signal,
        onStatement: () => undefined,
      },
      node,
      file,
    );
    return { ...SUCCESS, rows: built.rows, response: built.response };
  }

  async #build(compiled: CompiledNode): Promise<StepOutcome> {
    let prefix = Number.POSITIVE_INFINITY;
    return this.#guard(compiled.node, { compiled, prefix: () => prefix }, async () => {
      const { node } = compiled;
      await this.#hooks(node, node.config["pre_hook"]);
      const built = await materialize(
        {
          warehouse: this.#warehouse,
          fullRefresh: this.#context.fullRefresh,
          signal: this.#context.signal,
          onStatement: (length) => (prefix = length),
        },
        compiled,
      );
      await this.#hooks(node, node.config["post_hook"]);
      return { ...SUCCESS, rows: built.rows, response: built.response, compiled: compiled.compiled_code };
    });
  }

  async #test(compiled: CompiledNode): Promise<StepOutcome> {
    const { prefixLength } = testStatement(compiled.node, compiled.compiled_code);
    return this.#guard(compiled.node, { compiled, prefix: () => prefixLength }, async () => {
      const outcome = await runDataTest(this.#warehouse, compiled, {
        storeFailures: storesFailures(compiled.node, this.#context.storeFailures),
        signal: this.#context.signal,
      });
      return { ...SUCCESS, ...outcome, compiled: compiled.compiled_code };
    });
  }

  async #hooks(node: ManifestNode, hooks: unknown): Promise<void> {
    for (const hook of Array.isArray(hooks) ? (hooks as Hook[]) : []) {
      const compiled = await compileHook(this.#context, node, hook.sql, this.#context.signal);
      if (!compiled.ok) throw errorOf(compiled.diagnostics[0]);
      if (compiled.value.trim() !== "")
        await this.#warehouse.execute(
          compiled.value,
          this.#context.signal === undefined ? {} : { signal: this.#context.signal },
        );
    }
  }

  async #guard(
    node: ManifestNode,
    sql: { compiled: CompiledNode; prefix: () => number } | null,
    work: () => Promise<StepOutcome>,
  ): Promise<StepOutcome> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.diagnostic.code === "W005" && this.#cancelled)
        return { ...skipped("Cancelled."), compiled: sql?.compiled.compiled_code ?? null };
      const found =
        sql === null
          ? { ...error.diagnostic, at: error.diagnostic.at ?? node.span, node: node.unique_id }
          : warehouseDiagnostic(error, sql.compiled, sql.prefix());
      return failed([found], sql?.compiled.compiled_code ?? null);
    }
  }

  #log(line: LogText): void {
    this.#context.emit({ kind: "log", at: this.#context.environment.clock.wall(), ...line });
  }
}

interface StepOutcome {
  readonly status: NodeStatus;
  readonly failures: number | null;
  readonly message: string | null;
  readonly rows: number | null;
  readonly response: string;
  readonly compiled: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

const SUCCESS: StepOutcome = {
  status: "success",
  failures: null,
  message: null,
  rows: null,
  response: "OK",
  compiled: null,
  diagnostics: [],
};

function skipped(message: string): StepOutcome {
  return { ...SUCCESS, status: "skipped", message };
}

function failed(diagnostics: readonly Diagnostic[], compiled: string | null): StepOutcome {
  return {
    ...SUCCESS,
    status: "error",
    message: diagnostics.map((found) => found.message).join("\n"),
    diagnostics,
    compiled,
  };
}

function blocks(status: NodeStatus): boolean {
  return status === "error" || status === "fail" || status === "skipped";
}

function errorOf(found: Diagnostic | undefined): EngineError {
  return new EngineError(found?.code ?? "W003", found?.message ?? "A hook failed.", found ?? {});
}
