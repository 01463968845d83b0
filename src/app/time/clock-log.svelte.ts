/**
 * The clock as it was moved in this visit: each step with what ran and how far the watched tables grew. It lives as long as the
 * session, so that leaving the page loses nothing.
 */
import type { NodeId } from "../../engine/core/ids.ts";
import type { HistoryCount } from "../../worker/protocol.ts";
import type { Session } from "../session/session.svelte.ts";
import { goTo } from "../data/data-actions.ts";
import { stepCommand } from "./clock-command.ts";

export interface Growth {
  readonly id: NodeId;
  readonly rows: number;
  readonly added: number;
  /** Versions that this step ended; null for a table without versions. */
  readonly closed: number | null;
}

export interface ClockStep {
  readonly number: number;
  readonly from: string;
  readonly to: string;
  /** The clock went back under tables that had seen the later day. */
  readonly isBack: boolean;
  /** Null when nothing was to run. */
  readonly command: string | null;
  readonly state: "running" | "done" | "failed" | "cancelled";
  readonly growth: readonly Growth[];
}

export class ClockLog {
  steps: readonly ClockStep[] = $state.raw([]);
  runsSnapshots = $state(false);
  /** Incremental models that run with the clock. */
  incrementals: readonly NodeId[] = $state.raw([]);
  busy = $state(false);
  readonly #session: Session;
  #last: ReadonlyMap<NodeId, HistoryCount> = new Map();

  constructor(session: Session) {
    this.#session = session;
  }

  get command(): string | null {
    const nodes = this.#session.project?.manifest.nodes;
    const names = this.incrementals.flatMap((id) => nodes?.get(id)?.name ?? []);
    return stepCommand(this.runsSnapshots, names);
  }

  /** Every table that the steps watch. */
  get watched(): readonly NodeId[] {
    const nodes = [...(this.#session.project?.manifest.nodes.values() ?? [])];
    const snapshots = nodes.filter((node) => node.resource_type === "snapshot").map((node) => node.unique_id);
    return [...(this.runsSnapshots ? snapshots : []), ...this.incrementals];
  }

  /** Rows of a table after each step that knows them. */
  rowsOf(id: NodeId): readonly number[] {
    return this.steps.flatMap((step) => step.growth.find((growth) => growth.id === id)?.rows ?? []);
  }

  /** Moves the clock and runs what is to run with it; `last` is the last day of the data. */
  async go(to: string, last: string): Promise<void> {
    const from = this.#session.asOfDate ?? last;
    if (this.busy || to === from) return;
    this.busy = true;
    try {
      const before = await this.#count();
      const { command } = this;
      if (!(await goTo(this.#session, to === last ? null : to, command === null))) return;
      const step: ClockStep = {
        number: this.steps.length + 1,
        from,
        to,
        isBack: to < from && before.size > 0,
        command,
        state: "running",
        growth: [],
      };
      if (command === null) {
        this.#note({ ...step, state: "done" });
        return;
      }
      this.#note(step);
      const result = await this.#session.command(command);
      const after = await this.#count();
      const growth = [...after.values()].map((count): Growth => {
        const known = before.get(count.id);
        return {
          id: count.id,
          rows: count.rows,
          added: count.rows - (known?.rows ?? 0),
          closed: count.closed === null ? null : count.closed - (known?.closed ?? 0),
        };
      });
      const state =
        result === null ? "failed" : result.cancelled ? "cancelled" : result.exitCode === 0 ? "done" : "failed";
      this.#note({ ...step, state, growth });
    } finally {
      this.busy = false;
    }
  }

  #note(step: ClockStep): void {
    this.steps = [...this.steps.filter((known) => known.number !== step.number), step];
  }

  async #count(): Promise<ReadonlyMap<NodeId, HistoryCount>> {
    const { watched } = this;
    const found = await this.#session.ask((api) => api.historyCounts(watched));
    // Where the answer is missing (the step was cancelled), what was known last stands.
    if (found.ok) this.#last = new Map(found.value.flatMap((count) => (count === null ? [] : [[count.id, count]])));
    return this.#last;
  }
}

const logs = new WeakMap<Session, ClockLog>();

export function clockLogOf(session: Session): ClockLog {
  const known = logs.get(session) ?? new ClockLog(session);
  logs.set(session, known);
  return known;
}
