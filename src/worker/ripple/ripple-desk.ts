/**
 * Runs ripples for the page: one at a time, a newer one ends the older, news go to whoever waits for them.
 *
 * A ripple is many small jobs and not one long one, so that a preview or a command never waits for more than one node of it.
 */
import { diagnostic, EngineError, fail, succeed, type Outcome } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { ManifestNode } from "../../engine/core/manifest.ts";
import { createCancelSource, type CancelSignal, type CancelSource } from "../../engine/core/signal.ts";
import type { Table } from "../../engine/core/table.ts";
import { changedNodes } from "../../engine/diff/changed-nodes.ts";
import { dropLiveSchemas } from "../../engine/diff/live-relations.ts";
import { Ripple } from "../../engine/diff/ripple.ts";
import type { RippleView } from "../../engine/diff/ripple-view.ts";
import type { Engine } from "../../engine/index.ts";
import type { Bench, StoppableWarehouse } from "../workbench.ts";
import type { BuiltFrom } from "./built-from.ts";
import type { RippleFile } from "./protocol.ts";

export class RippleDesk {
  readonly #bench: Bench;
  readonly #built: BuiltFrom;
  #ripple: Ripple | null = null;
  #warehouse: StoppableWarehouse | null = null;
  #current: CancelSource | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #view: RippleView | null = null;
  /** Versions go on counting when a ripple is replaced, for those that wait for news. */
  #version = 0;
  #waiting: { readonly after: number; readonly tell: (view: RippleView) => void }[] = [];

  constructor(bench: Bench, built: BuiltFrom) {
    this.#bench = bench;
    this.#built = built;
    built.onBuilt = () => this.#ripple?.forgetBase();
  }

  async watch(): Promise<Outcome<RippleView>> {
    if (this.#built.watch()) await this.#forget();
    return succeed(this.#view ?? this.#show(nothing()));
  }

  async ripple(engine: Engine, budgetMs: number | null): Promise<Outcome<RippleView>> {
    this.#current?.cancel();
    const source = createCancelSource();
    this.#current = source;
    const turn = this.#last.then(() => this.#run(engine, budgetMs, source));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  news(after: number): Promise<RippleView> {
    const view = this.#view ?? this.#show(nothing());
    if (view.version > after) return Promise.resolve(view);
    return new Promise((tell) => this.#waiting.push({ after, tell }));
  }

  stop(): null {
    this.#current?.cancel();
    return null;
  }

  async rows(
    id: NodeId,
    kind: "added" | "removed" | "changed",
    { limit, before, now }: { readonly limit: number; readonly before: string; readonly now: string },
  ): Promise<Outcome<Table> | null> {
    const ripple = this.#ripple;
    if (!ripple) return null;
    const labels = { before: (name: string) => `${name} ${before}`, after: (name: string) => `${name} ${now}` };
    return this.#bench.job(async (_engine, signal) => {
      const table = await ripple.rows(id, kind, limit, labels, signal);
      return table
        ? succeed(table)
        : fail(diagnostic("W002", "These rows are not there any more.", { hint: "Wait for the next comparison." }));
    });
  }

  files(): readonly RippleFile[] {
    const base = this.#built.base;
    if (!base) return [];
    const before = new Map(base.files);
    const now = new Map(this.#bench.files().map(({ path, text }) => [path, text]));
    // A file whose node was built since is as the base wants it.
    for (const id of this.#nodesBuiltSince()) {
      const engine = this.#built.engineOf(id);
      const path = engine?.manifest.nodes.get(id)?.span.path;
      const text = path === undefined ? undefined : engine?.files.find((file) => file.path === path)?.text;
      if (path !== undefined && text !== undefined) before.set(path, text);
    }
    return [...new Set([...before.keys(), ...now.keys()])]
      .filter((path) => before.get(path) !== now.get(path))
      .sort()
      .map((path) => ({ path, before: before.get(path) ?? null, now: now.get(path) ?? null }));
  }

  async accept(): Promise<Outcome<RippleView>> {
    this.#current?.cancel();
    await this.#last;
    this.#built.rebase();
    await this.#forget();
    return succeed(this.#show(nothing()));
  }

  async #run(engine: Engine, budgetMs: number | null, source: CancelSource): Promise<Outcome<RippleView>> {
    if (this.#built.watch()) await this.#forget();
    const { base } = this.#built;
    if (!base || source.signal.cancelled) return succeed(this.#view ?? this.#show(nothing()));
    const ripple = await this.#rippleOn(await this.#bench.warehouse());
    const broken = this.#brokenFiles(engine, base.engine);
    if (broken.length > 0) return succeed(ripple.tellProblems(broken));
    const budget = budgetMs === null ? null : createCancelSource();
    const timer = budget === null ? undefined : setTimeout(() => budget.cancel(), budgetMs ?? 0);
    try {
      const changed = await changedNodes(engine, (id) => this.#built.engineOf(id) ?? engine);
      if (source.signal.cancelled) return succeed(ripple.view);
      return succeed(
        await ripple.run({
          project: engine,
          base: base.engine.manifest,
          changed,
          signal: source.signal,
          budget: budget?.signal ?? null,
        }),
      );
    } finally {
      clearTimeout(timer);
    }
  }

  /** What is wrong with a file takes its node out of the manifest: that is not the same as deleting it. */
  #brokenFiles(engine: Engine, base: Engine) {
    const here = new Set(this.#bench.files().map(({ path }) => path));
    const lost = [...base.manifest.nodes.values()].filter(
      (node: ManifestNode) => !engine.manifest.nodes.has(node.unique_id) && here.has(node.span.path),
    );
    const paths = new Set(lost.map((node) => node.span.path));
    return engine.diagnostics.filter(({ severity, at }) => severity === "error" && at !== null && paths.has(at.path));
  }

  #nodesBuiltSince(): NodeId[] {
    const base = this.#built.base?.engine;
    if (!base) return [];
    return [...base.manifest.nodes.keys()].filter((id) => this.#built.engineOf(id) !== base);
  }

  async #rippleOn(warehouse: StoppableWarehouse): Promise<Ripple> {
    if (this.#ripple && this.#warehouse === warehouse) return this.#ripple;
    this.#warehouse = warehouse;
    this.#ripple = new Ripple({
      warehouse,
      elapsed: () => this.#bench.elapsed(),
      inTurn: (work) => this.#inTurn(work),
      verdictOf: (test) => this.#built.verdictOf(test),
      onChange: (view) => this.#show(view),
    });
    return this.#ripple;
  }

  /** As a job of the bench; what is thrown comes out again, since a ripple tells a cancel from a failure. */
  async #inTurn<T>(work: (signal: CancelSignal) => Promise<T>): Promise<T> {
    let thrown: unknown = null;
    const outcome = await this.#bench.job<T>(async (_engine, signal) => {
      try {
        return succeed(await work(signal));
      } catch (error) {
        thrown = error;
        throw error;
      }
    });
    if (outcome.ok) return outcome.value;
    if (thrown !== null) throw thrown as Error;
    const [found] = outcome.diagnostics;
    throw new EngineError(found?.code ?? "W003", found?.message ?? "A step of the comparison failed.", found ?? {});
  }

  async #forget(): Promise<void> {
    const running = this.#bench.running();
    const base = this.#built.base;
    this.#ripple = null;
    this.#view = null;
    if (running && base)
      await this.#inTurn(() => dropLiveSchemas(running, builtIn(base.engine))).catch(() => undefined);
  }

  #show(view: RippleView): RippleView {
    this.#version += 1;
    const shown = { ...view, version: this.#version };
    this.#view = shown;
    const ready = this.#waiting.filter(({ after }) => this.#version > after);
    this.#waiting = this.#waiting.filter(({ after }) => this.#version <= after);
    for (const { tell } of ready) tell(shown);
    return shown;
  }
}

function builtIn(engine: Engine): ManifestNode[] {
  return [...engine.manifest.nodes.values()].filter(
    ({ resource_type: type }) => type === "model" || type === "seed" || type === "snapshot",
  );
}

function nothing(): RippleView {
  return {
    version: 0,
    running: false,
    nodes: [],
    flipped: [],
    tests_ran: 0,
    tests_left: 0,
    elapsed_ms: 0,
    first_diff_ms: null,
    problems: [],
    cancelled: false,
  };
}
