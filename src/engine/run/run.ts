/**
 * RunPlan x Warehouse -> a stream of RunEvents and the results.
 *
 * Around the nodes stand the schemas that they need, their source data, and the project's own hooks. Numbers are given when a node
 * starts, as in dbt: with several threads they tell the order in which things happened.
 */
import { createCancelSource } from "../core/signal.ts";
import type { CancelSource } from "../core/signal.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { NodeResult, NodeStatus } from "../core/events.ts";
import type { NodeId } from "../core/ids.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { RunPlan } from "../graph/plan.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { quoteIdentifier, renderRelation } from "../warehouse/sql.ts";
import type { RunContext } from "./context.ts";
import { FAILED_FAST, finishLine, printerWidth, startLine } from "./log.ts";
import type { LogText } from "./log.ts";
import { Overrides } from "../compile/overrides.ts";
import { runProjectHooks, stopsNodes } from "./project-hooks.ts";
import { RelationCache } from "./relation-cache.ts";
import { withNameHint } from "../compile/name-hint.ts";
import { compileOnly, runners } from "./runners.ts";
import type { RunShare } from "./runners.ts";
import { inOrder } from "./schedule.ts";
import { failed, isLater, skipped } from "./step.ts";
import type { StepOutcome } from "./step.ts";

export type { RunContext } from "./context.ts";

export interface RunOutcome {
  /** Hooks at the start, the nodes in the order of the plan, hooks at the end. */
  readonly results: readonly NodeResult[];
  /** What the results are of. */
  readonly nodes: readonly ManifestNode[];
  readonly cancelled: boolean;
  /** A hook of the project that could not be rendered: as in dbt, the command ends there. */
  readonly fatal: { readonly hook: "on-run-start" | "on-run-end"; readonly found: Diagnostic } | null;
}

export async function runPlan(given: RunContext, plan: RunPlan): Promise<RunOutcome> {
  const stop = createCancelSource();
  const unsubscribe = given.signal?.subscribe(() => stop.cancel());
  const context: RunContext = { ...given, signal: stop.signal, ephemerals: new Map() };
  try {
    const warehouse = await context.warehouse();
    context.emit({ kind: "run-started", command: plan.command, nodes: plan.steps.map((step) => step.id) });
    const run = new Run(context, warehouse, plan, stop, given.signal);
    return plan.command === "compile" ? await run.compile() : await run.everything();
  } finally {
    unsubscribe?.();
  }
}

class Run {
  readonly #context: RunContext;
  readonly #warehouse: Warehouse;
  readonly #plan: RunPlan;
  readonly #stop: CancelSource;
  /** The caller's own signal: the run's is also cancelled by --fail-fast. */
  readonly #userSignal: RunContext["signal"];
  readonly #results = new Map<NodeId, NodeResult>();
  #sourceTrouble: ReadonlyMap<NodeId, Diagnostic> = new Map();
  #failedFast = false;
  #started = 0;

  constructor(
    context: RunContext,
    warehouse: Warehouse,
    plan: RunPlan,
    stop: CancelSource,
    userSignal: RunContext["signal"],
  ) {
    this.#context = context;
    this.#warehouse = warehouse;
    this.#plan = plan;
    this.#stop = stop;
    this.#userSignal = userSignal;
  }

  async compile(): Promise<RunOutcome> {
    return this.#outcome(await this.#nodes(null), null);
  }

  async everything(): Promise<RunOutcome> {
    const context = this.#context;
    this.#sourceTrouble = await loadSources(context, this.#warehouse, this.#plan);
    if (this.#userSignal?.cancelled === true) return this.#outcome([], null);
    await createSchemas(context, this.#warehouse, this.#plan);
    const start = await runProjectHooks(context, this.#warehouse, "on-run-start", []);
    const before = start.results;
    if (start.fatal !== null) return this.#outcome(before, { hook: "on-run-start", found: start.fatal });
    if (stopsNodes(context, before))
      return this.#outcome(
        [...before, ...(await this.#nodes(null, "Skipped because an on-run-start hook failed."))],
        null,
      );
    const share: RunShare = {
      relations: await RelationCache.read(this.#warehouse),
      overrides: new Overrides(context.environment.registry),
      warned: new Set(),
    };
    const results = await this.#nodes(share);
    const afterContext = { ...context, signal: this.#userSignal };
    const end = await runProjectHooks(afterContext, this.#warehouse, "on-run-end", [...before, ...results]);
    const fatal = end.fatal === null ? null : ({ hook: "on-run-end", found: end.fatal } as const);
    return this.#outcome([...before, ...results, ...end.results], fatal);
  }

  #outcome(all: readonly NodeResult[], fatal: RunOutcome["fatal"]): RunOutcome {
    const operations = new Map(this.#context.operations.map((node) => [node.unique_id, node]));
    return {
      results: all,
      nodes: all.flatMap(({ unique_id: id }) => this.#context.manifest.nodes.get(id) ?? operations.get(id) ?? []),
      cancelled: this.#userSignal?.cancelled ?? false,
      fatal,
    };
  }

  /** `share` is null when nothing is built; `skip` says why all are skipped. */
  async #nodes(share: RunShare | null, skip: string | null = null): Promise<NodeResult[]> {
    const slots = Math.max(1, Math.min(this.#context.threads, this.#warehouse.concurrency));
    await inOrder(this.#plan.steps, slots, (step, slot) =>
      this.#step(step.id, step.waitsFor, `Thread-${slot + 1}`, share, skip),
    );
    return this.#plan.steps.flatMap((step) => this.#results.get(step.id) ?? []);
  }

  async #step(
    id: NodeId,
    parents: readonly NodeId[],
    thread: string,
    share: RunShare | null,
    skip: string | null,
  ): Promise<void> {
    const { clock } = this.#context.environment;
    const node = this.#context.manifest.nodes.get(id);
    // What a cancel kept from starting has no result, as in dbt.
    if (!node || this.#userSignal?.cancelled === true) return;
    const index = ++this.#started;
    const total = this.#plan.steps.length;
    const startedAt = clock.wall();
    const started = clock.elapsed();
    const told = this.#plan.command !== "compile";
    const reason = skip ?? this.#reasonToSkip(parents);
    let outcome: StepOutcome;
    if (reason !== null) outcome = skipped(reason);
    else {
      if (told && node.resource_type !== "exposure" && node.resource_type !== "saved_query") {
        this.#log(startLine(node, index, total, printerWidth(this.#context.environment)));
        this.#context.emit({ kind: "node-started", id, index, total });
      }
      outcome = await this.#execute(node, share);
      // A statement that --fail-fast interrupted is told like one that it kept from starting.
      if (outcome.status === "skipped" && this.#failedFast && outcome.ephemeralTrouble !== true)
        outcome = skipped(FAILED_FAST);
    }
    const result: NodeResult = {
      unique_id: id,
      status: outcome.status,
      failures: outcome.failures,
      message: outcome.message,
      execution_time_ms: clock.elapsed() - started,
      compiled_code: outcome.compiled,
      relation_name: node.relation_name ?? (this.#context.storeFailures ? storedName(node) : null),
      rows: outcome.rows,
      adapter_response: outcome.adapterResponse,
      diagnostics: outcome.diagnostics,
      ...(outcome.failingRows === undefined ? {} : { failing_rows: outcome.failingRows }),
      started_at: startedAt,
      completed_at: clock.wall(),
      thread_id: thread,
    };
    this.#results.set(id, result);
    if (this.#context.failFast && (result.status === "error" || result.status === "fail")) {
      this.#failedFast = true;
      this.#stop.cancel();
    }
    this.#context.emit({ kind: "node-finished", index, total, result });
    if (told && outcome.message !== FAILED_FAST)
      this.#log(finishLine(node, result, index, total, outcome, printerWidth(this.#context.environment)));
  }

  #reasonToSkip(parents: readonly NodeId[]): string | null {
    if (this.#failedFast) return FAILED_FAST;
    const blocker = parents.find((parent) => this.#blocks(this.#results.get(parent)));
    if (blocker === undefined) return null;
    return `Skipped because "${this.#context.manifest.nodes.get(blocker)?.name ?? blocker}" did not succeed.`;
  }

  /** To be compiled, a node needs only the name of what it reads, even when that itself is not supported yet. */
  #blocks(result: NodeResult | undefined): boolean {
    const compiled = this.#plan.command === "compile" && result !== undefined && isLater(result);
    return !compiled && blocks(result?.status);
  }

  async #execute(node: ManifestNode, share: RunShare | null): Promise<StepOutcome> {
    const trouble = node.depends_on.nodes
      .map((parent) => this.#sourceTrouble.get(parent))
      .find((found) => found !== undefined);
    if (trouble) return failed([{ ...trouble, node: node.unique_id }], null);
    const context = this.#context;
    if (share === null) {
      const nothing: RunShare = {
        relations: RelationCache.empty(),
        overrides: new Overrides(context.environment.registry),
        warned: new Set(),
      };
      return compileOnly({ context, warehouse: this.#warehouse, share: nothing, node });
    }
    const runner = runners[node.resource_type];
    if (runner === null) throw new Error(`A ${node.resource_type} cannot be a step of a run.`);
    const outcome = await runner({ context, warehouse: this.#warehouse, share, node });
    if (outcome.status !== "error" || this.#userSignal?.cancelled === true) return outcome;
    const { nodes } = context.manifest;
    const reads = node.depends_on.nodes.flatMap((parent) => nodes.get(parent) ?? []);
    const names = { reads, nodes: nodes.values(), warehouse: this.#warehouse };
    return {
      ...outcome,
      diagnostics: await Promise.all(outcome.diagnostics.map((found) => withNameHint(found, names))),
    };
  }

  #log(line: LogText): void {
    this.#context.emit({ kind: "log", at: this.#context.environment.clock.wall(), ...line });
  }
}

/** With --store-failures every data test has a relation, also one whose own config keeps it from storing: so does dbt. */
function storedName(node: ManifestNode): string | null {
  if (node.resource_type !== "test") return null;
  return renderRelation({ database: node.database, schema: node.schema, identifier: node.alias });
}

function blocks(status: NodeStatus | undefined): boolean {
  return status === "error" || status === "fail" || status === "skipped";
}

async function loadSources(context: RunContext, warehouse: Warehouse, plan: RunPlan): Promise<Map<NodeId, Diagnostic>> {
  const sources = plan.sources.flatMap((id) => context.manifest.nodes.get(id) ?? []);
  if (context.loadSources === null || sources.length === 0) return new Map();
  const found = await context.loadSources.ensure(sources, {
    warehouse,
    onProgress: (event) => context.emit(event),
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  return new Map(found.flatMap((trouble) => (trouble.node === null ? [] : [[trouble.node, trouble] as const])));
}

async function createSchemas(context: RunContext, warehouse: Warehouse, plan: RunPlan): Promise<void> {
  const schemas = new Set<string>();
  for (const { id } of plan.steps) {
    const node = context.manifest.nodes.get(id);
    if (node && BUILT.has(node.resource_type))
      schemas.add(`${quoteIdentifier(node.database)}.${quoteIdentifier(node.schema)}`);
  }
  for (const schema of schemas) await warehouse.execute(`create schema if not exists ${schema}`);
}

/** What has a relation in the warehouse. Tests that keep their failures make their schema themselves. */
const BUILT: ReadonlySet<ManifestNode["resource_type"]> = new Set(["model", "seed", "snapshot"]);
