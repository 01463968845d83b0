/**
 * What the metric explorer knows: the list, the newest values, and of the metric that is open its page, its days and its parts. One desk
 * per session, so that going from metric to metric keeps the list; an answer that comes after another metric was opened is dropped.
 */
import type { Diagnostic } from "../../engine/core/errors.ts";
import type { MetricEntry, MetricList, MetricPage, MetricParts, MetricSeries } from "../../worker/protocol.ts";
import type { Session } from "../session/session.svelte.ts";

export interface Of {
  readonly type: string;
  readonly id: string;
}

export class MetricsDesk {
  list: MetricList | null = $state.raw(null);
  latest: Readonly<Record<string, number>> = $state.raw({});
  /** Whether the newest values were asked for and told, perhaps that there are none. */
  latestKnown = $state(false);
  problems: readonly Diagnostic[] = $state.raw([]);
  /** Of the open metric. */
  page: MetricPage | null = $state.raw(null);
  series: MetricSeries | null = $state.raw(null);
  seriesProblems: readonly Diagnostic[] = $state.raw([]);
  parts: MetricParts | null = $state.raw(null);
  readonly #session: Session;
  #turn = 0;
  #partsTurn = 0;

  readonly byKey: ReadonlyMap<string, MetricEntry> = $derived(
    new Map((this.list?.entries ?? []).map((entry) => [entry.key, entry])),
  );

  constructor(session: Session) {
    this.#session = session;
  }

  /** Reads the definitions again; the project may have been edited. */
  async refresh(): Promise<void> {
    const found = await this.#session.ask((api) => api.metrics());
    if (found.ok) this.list = found.value;
    this.problems = found.ok ? [] : found.diagnostics;
  }

  /** Reads the newest values again: something was built, or the clock moved. */
  async refreshLatest(): Promise<void> {
    const found = await this.#session.askRows((api) => api.metricLatest());
    if (!found.ok) return;
    this.latest = found.value.values;
    this.latestKnown = true;
  }

  async open(key: string, of: Of | null): Promise<void> {
    const turn = (this.#turn += 1);
    // How it is made needs no database, so it does not wait for one.
    void this.#session
      .ask((api) => api.metric(key))
      .then((page) => {
        if (turn === this.#turn && page.ok) this.page = page.value;
      });
    const series = await this.#session.askRows((api) => api.metricSeries(of === null ? { key } : { key, of }));
    if (turn !== this.#turn) return;
    this.series = series.ok ? series.value : null;
    this.seriesProblems = series.ok ? [] : series.diagnostics;
  }

  async break(key: string, type: string | null): Promise<void> {
    const turn = (this.#partsTurn += 1);
    if (type === null) {
      this.parts = null;
      return;
    }
    const parts = await this.#session.askRows((api) => api.metricParts(key, type));
    if (turn === this.#partsTurn) this.parts = parts.ok ? parts.value : null;
  }

  /** Another metric: what stood there belongs to the one before. */
  leave(): void {
    this.#turn += 1;
    this.#partsTurn += 1;
    this.page = null;
    this.series = null;
    this.seriesProblems = [];
    this.parts = null;
  }
}

const desks = new WeakMap<Session, { readonly workspace: string; readonly desk: MetricsDesk }>();

export function deskOf(session: Session): MetricsDesk {
  const held = desks.get(session);
  if (held?.workspace === session.workspace) return held.desk;
  const desk = new MetricsDesk(session);
  desks.set(session, { workspace: session.workspace, desk });
  return desk;
}
