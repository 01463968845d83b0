/**
 * One table of versions as the page shows it: what the address says, and what the worker answers about it.
 *
 * The day moves faster than a database answers. At most one question about the day is under way; when its answer arrives and the day
 * has moved on, the newest one is asked next and those in between never are.
 */
import type { Diagnostic, Outcome } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type {
  HistoryBar,
  HistoryCut,
  HistoryKeys,
  HistoryOverview,
  HistoryPoint,
  HistoryTypes,
  Measure,
} from "../../worker/protocol.ts";
import type { Session } from "../session/session.svelte.ts";
import { clampBetween, isDay } from "./day-math.ts";
import type { TimePlace } from "./time-address.ts";

const MOST_KEYS = 20_000;
/** Keys whose versions are asked for at once. */
const PAGE = 60;

export class HistoryState {
  readonly id: NodeId;
  overview: HistoryOverview | null = $state.raw(null);
  problems: readonly Diagnostic[] = $state.raw([]);
  place: TimePlace = $state.raw() as TimePlace;
  search = $state("");
  keys: HistoryKeys | null = $state.raw(null);
  bars: ReadonlyMap<string, readonly HistoryBar[]> = $state.raw(new Map());
  cut: HistoryCut | null = $state.raw(null);
  line: readonly HistoryPoint[] = $state.raw([]);
  types: HistoryTypes | null = $state.raw(null);
  /** The day and the choices that `cut` and `types` speak of. */
  cutFor = $state("");
  typesFor = $state("");

  readonly #session: Session;
  readonly #onplace: (place: TimePlace) => void;
  #asking = false;
  #reading = false;
  #askedKeys = 0;
  #askedLine = "";
  #loading = new Set<string>();
  #barsOf = "";

  readonly today: string = $derived.by(() => {
    const last = this.overview?.lastDay ?? "";
    const asOf = this.#session.asOfDate ?? last;
    return asOf > last || last === "" ? asOf : last;
  });
  readonly firstDay: string = $derived.by(() => {
    const first = this.overview?.firstDay ?? "";
    return first === "" || first > this.today ? this.today : first;
  });
  readonly day: string = $derived.by(() =>
    clampBetween(this.place.day ?? this.#session.asOfDate ?? this.today, this.firstDay, this.today),
  );
  readonly measure: Measure = $derived.by(() => {
    const wanted = this.place.measure;
    const { overview } = this;
    if (overview === null) return { aggregate: "count", column: null };
    if (wanted === null) return overview.measure;
    return wanted.column === null || overview.measures.includes(wanted.column) ? wanted : overview.measure;
  });
  readonly category: string | null = $derived.by(() => {
    const { overview, place } = this;
    if (overview === null || place.category === "none") return null;
    return place.category !== null && overview.categories.includes(place.category)
      ? place.category
      : (overview.categories[0] ?? null);
  });
  /** Null for all keys. */
  readonly scope: readonly string[] | null = $derived(this.place.onlyChosen ? this.place.keys : null);
  /** Rows of the chart: the chosen keys first. */
  readonly lanes: HistoryKeys["keys"] = $derived.by(() => {
    const listed = this.keys?.keys ?? [];
    if (this.place.keys.length === 0) return listed;
    const chosen = new Set(this.place.keys);
    const known = new Map(listed.map((entry) => [entry.key, entry]));
    const first = this.place.keys.map((key) => known.get(key) ?? { key, label: null, versions: 0 });
    return this.place.onlyChosen ? first : [...first, ...listed.filter((entry) => !chosen.has(entry.key))];
  });
  /** Days on which something began or ended, of the keys that count. */
  readonly changeDays: readonly string[] = $derived(this.line.map((point) => point.day));

  constructor(session: Session, id: NodeId, place: TimePlace, onplace: (place: TimePlace) => void) {
    this.#session = session;
    this.id = id;
    this.place = place;
    this.#onplace = onplace;
  }

  /** Builds the table when it is missing; called again when what it holds may have changed. */
  async load(): Promise<void> {
    // What is under way builds what is missing, and its end is no reason to read it all again.
    if (this.#reading) return;
    this.#reading = true;
    try {
      await this.#read();
    } finally {
      this.#reading = false;
    }
  }

  async #read(): Promise<void> {
    const outcome = await this.#session.askRows((api) => api.historyOverview(this.id, this.place.named));
    if (!outcome.ok) {
      this.problems = outcome.diagnostics;
      return;
    }
    this.problems = [];
    this.overview = outcome.value;
    this.bars = new Map();
    this.#askedLine = "";
    this.cutFor = "";
    this.typesFor = "";
    await Promise.all([this.findKeys(), this.refresh()]);
  }

  /** Changes what the address says; everything that follows from it is asked anew. */
  move(change: Partial<TimePlace>): void {
    this.place = { ...this.place, ...change };
    this.#onplace(this.place);
    void this.refresh();
  }

  goTo(day: string | null): void {
    if (day !== null && isDay(day)) this.move({ day: clampBetween(day, this.firstDay, this.today) });
  }

  toggleKey(key: string): void {
    const keys = this.place.keys.includes(key)
      ? this.place.keys.filter((one) => one !== key)
      : [...this.place.keys, key];
    this.move({ keys, onlyChosen: this.place.onlyChosen && keys.length > 0 });
  }

  async findKeys(): Promise<void> {
    const { overview, search } = this;
    if (overview === null) return;
    const number = (this.#askedKeys += 1);
    const found = await this.#session.askRows((api) =>
      api.historyKeys(this.id, overview.shape, { label: overview.label, search, limit: MOST_KEYS }),
    );
    if (number === this.#askedKeys && this.#took(found)) this.keys = found.value;
  }

  /** The versions of these keys, where they are not known yet. */
  need(keys: readonly string[]): void {
    const { overview } = this;
    if (overview === null) return;
    const options = { category: this.category, value: this.measure.column };
    const about = JSON.stringify(options);
    if (about !== this.#barsOf) {
      this.#barsOf = about;
      this.#loading.clear();
      this.bars = new Map();
    }
    const missing = keys.filter((key) => !this.bars.has(key) && !this.#loading.has(key)).slice(0, PAGE);
    if (missing.length === 0) return;
    for (const key of missing) this.#loading.add(key);
    void this.#session
      .askRows((api) => api.historyBars(this.id, overview.shape, { keys: missing, ...options }))
      .then((found) => {
        if (about !== this.#barsOf) return;
        for (const key of missing) this.#loading.delete(key);
        if (this.#took(found)) this.bars = new Map([...this.bars, ...found.value]);
      });
  }

  /** Asks what is shown and not known, the newest day first. */
  async refresh(): Promise<void> {
    if (this.#asking || this.overview === null) return;
    this.#asking = true;
    try {
      while (await this.#askNext()) {
        // The day may have moved on meanwhile.
      }
    } finally {
      this.#asking = false;
    }
  }

  get cutKey(): string {
    return JSON.stringify([this.day, this.today, this.place.rule, this.category, this.measure, this.scope]);
  }

  get typesKey(): string {
    return JSON.stringify([this.day, this.scope]);
  }

  async #askNext(): Promise<boolean> {
    const { overview, day, today, scope, measure, category } = this;
    if (overview === null) return false;
    const cutKey = this.cutKey;
    if (this.cutFor !== cutKey) {
      const { rule } = this.place;
      const found = await this.#session.askRows((api) =>
        api.historyCut(this.id, overview.shape, {
          day,
          today,
          rule,
          category,
          measure,
          label: overview.label,
          keys: scope,
        }),
      );
      if (!this.#took(found)) return false;
      this.cut = found.value;
      this.cutFor = cutKey;
      return true;
    }
    const lineKey = JSON.stringify([measure, scope]);
    if (this.#askedLine !== lineKey) {
      const found = await this.#session.askRows((api) =>
        api.historyLine(this.id, overview.shape, { measure, keys: scope }),
      );
      if (!this.#took(found)) return false;
      this.line = found.value;
      this.#askedLine = lineKey;
      return true;
    }
    const typesKey = this.typesKey;
    if (this.place.pane === "types" && this.typesFor !== typesKey) {
      const { columns, label, shape } = overview;
      const found = await this.#session.askRows((api) =>
        api.historyTypes(this.id, shape, { day, columns, label, keys: scope }),
      );
      if (!this.#took(found)) return false;
      this.types = found.value;
      this.typesFor = typesKey;
      return true;
    }
    return false;
  }

  /** A question that was cancelled (another command began, the page was left) is asked again by the next move; others are told. */
  #took<T>(outcome: Outcome<T>): outcome is { readonly ok: true; readonly value: T } {
    if (!outcome.ok && outcome.diagnostics[0]?.code !== "W005") this.problems = outcome.diagnostics;
    return outcome.ok;
  }
}
