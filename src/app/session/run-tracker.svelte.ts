/**
 * The running (or last) command, and what is known of each node since this page was opened: events in, reactive state out.
 *
 * Events are taken in batches, so that a build of hundreds of nodes is some dozens of repaints. Whoever has the worker's final
 * answer in hand calls `publish` first, since the last batch may still wait for its turn.
 */
import type { Diagnostic } from "../../engine/core/errors.ts";
import type { NodeResult, RunEvent } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import { beginRun, collectResults, endRun, IDLE_RUN, reduceRun, type RunState } from "./run-state.ts";

/** Each batch repaints what shows results; more often than this nobody sees a difference, and typing would wait for it. */
const BATCH_MS = 100;

export class RunTracker {
  run: RunState = $state.raw(IDLE_RUN);
  /** The last result of each node, also of earlier runs. */
  results: ReadonlyMap<NodeId, NodeResult> = $state.raw(new Map());
  /** Checksum of the file that a result came from. */
  builtFrom: ReadonlyMap<NodeId, string> = $state.raw(new Map());
  /** Day of the clock on which a result came about; null where there is no clock. */
  builtOn: ReadonlyMap<NodeId, string | null> = $state.raw(new Map());
  readonly #checksumOf: (id: NodeId) => string | undefined;
  readonly #dayOf: () => string | null;
  #waiting: RunEvent[] = [];
  /** Set while the next batch is waited for. */
  #timer: ReturnType<typeof setTimeout> | null = null;
  #published = -Infinity;

  constructor(checksumOf: (id: NodeId) => string | undefined, dayOf: () => string | null = () => null) {
    this.#checksumOf = checksumOf;
    this.#dayOf = dayOf;
  }

  begin(command: string): void {
    this.run = beginRun(this.run, command);
  }

  end(at: number): void {
    this.publish();
    this.run = endRun(this.run, at);
  }

  /** After a preview or query, which may have built what it reads without being a command. */
  endBackground(at: number): void {
    this.publish();
    if (this.run.background) this.run = endRun(this.run, at);
    else if (!this.run.running && this.run.loading) this.run = { ...this.run, loading: null };
  }

  cancelling(): void {
    if (this.run.running) this.run = { ...this.run, cancelling: true };
  }

  receive(events: readonly RunEvent[]): void {
    this.#waiting = [...this.#waiting, ...events];
    const rest = Math.max(0, this.#published + BATCH_MS - performance.now());
    this.#timer ??= setTimeout(() => this.publish(), rest);
  }

  publish(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    this.#published = performance.now();
    const events = this.#waiting;
    this.#waiting = [];
    // Nobody gave a command, so it is a question that finds tables missing: its builds are shown as a run of their own.
    if (!this.run.running && events.some((event) => event.kind === "run-started"))
      this.run = beginRun(this.run, "", true);
    this.run = reduceRun(this.run, events);
    this.results = collectResults(this.results, events);
    const built = new Map(this.builtFrom);
    for (const event of events) {
      if (event.kind !== "node-finished") continue;
      const checksum = this.#checksumOf(event.result.unique_id);
      if (checksum !== undefined) built.set(event.result.unique_id, checksum);
    }
    this.builtFrom = built;
    const day = this.#dayOf();
    const on = new Map(this.builtOn);
    for (const event of events) if (event.kind === "node-finished") on.set(event.result.unique_id, day);
    this.builtOn = on;
  }

  /** Writes what went wrong with the command as a whole into its log. */
  tell(problems: readonly Diagnostic[], at: number): void {
    const lines = problems.flatMap((problem): RunEvent[] => [
      { kind: "log", level: "error", text: `${problem.code}  ${problem.message}`, at, mark: "error" },
      ...(problem.hint === null ? [] : [{ kind: "log", level: "info", text: problem.hint, at, mark: null } as const]),
    ]);
    this.run = reduceRun(this.run, lines);
  }

  /** The database lives in memory: when it goes, what was built goes. */
  forget(): void {
    this.results = new Map();
    this.builtFrom = new Map();
    this.builtOn = new Map();
    this.run = { ...this.run, states: new Map() };
  }

  /** Another project: nothing of the one before is left, not even its log. */
  reset(): void {
    this.#waiting = [];
    this.publish();
    this.forget();
    this.run = IDLE_RUN;
  }

  /** What results found, unless the file was changed since. */
  problems(): Diagnostic[] {
    return [...this.results.values()].flatMap((result) =>
      this.builtFrom.get(result.unique_id) === this.#checksumOf(result.unique_id) ? [...result.diagnostics] : [],
    );
  }
}
