/**
 * Looks at this machine for the page before a workshop, and does what is still to do: data, then start states, with a way to stop.
 *
 * Most of it is the session's own state and is read when it is shown; what the browser and the database must be asked lies here.
 */
import type { Pack } from "../../lessons/pack.ts";
import { findLesson } from "../../lessons/pack.ts";
import { lessonIds, type Workshop } from "../../lessons/workshop/workshop.ts";
import { checkWorkshop } from "../../lessons/workshop/workshop-check.ts";
import { LessonTables } from "../learn/lesson-tables.svelte.ts";
import type { Session } from "../session/session.svelte.ts";
import { StorageFacts } from "../settings/storage-facts.svelte.ts";
import { VERSION } from "../settings/packages.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import type { WorkshopPlace } from "./place.svelte.ts";
import type { PreflightFacts } from "./preflight.ts";
import { takeData } from "./workshop-actions.ts";
import { isInUse, type WorkshopSettings } from "./workshop-address.ts";

const words = surfaceStrings.workshop;

interface Ports {
  readonly session: Session;
  readonly place: WorkshopPlace;
  /** Wall time in milliseconds. */
  readonly now: () => number;
}

export class PreflightCheck {
  readonly tables: LessonTables;
  /** When the build under way began; null when none is. */
  buildingSince: number | null = $state(null);
  now = $state(0);
  #held: number | null = $state(null);
  #persistRefused = $state(false);
  #stopped = false;
  /** What was begun and is not over yet, also between its parts. */
  #begun = $state(0);
  readonly #storage: StorageFacts;
  readonly #workshop: Workshop;
  readonly #settings: WorkshopSettings;
  readonly #pack: Pack;
  readonly #ports: Ports;

  constructor(workshop: Workshop, settings: WorkshopSettings, pack: Pack, ports: Ports) {
    this.#workshop = workshop;
    this.#settings = settings;
    this.#pack = pack;
    this.#ports = ports;
    this.#storage = new StorageFacts(ports.session.store);
    const uses = lessonIds(workshop, settings.option).flatMap((id) => findLesson(pack, id)?.uses ?? []);
    this.tables = new LessonTables([...new Set(uses)].sort(), ports.session);
    this.now = ports.now();
  }

  /** True while one of the two long things is under way. */
  get busy(): boolean {
    return this.#begun > 0 || this.tables.state === "building" || this.#ports.session.loadingData;
  }

  get facts(): PreflightFacts {
    const { session, place } = this.#ports;
    const { warehouse, engine, offlineDetail } = session;
    const failed =
      warehouse.kind === "failed" ? warehouse.diagnostic : engine.kind === "stopped" ? engine.diagnostic : null;
    const { data } = this.#settings;
    const { estimate } = this.#storage;
    const { tables } = this;
    return {
      lacks: lackingParts(),
      fileSystem: "storage" in navigator && "getDirectory" in navigator.storage,
      engine: failed
        ? { failed: `${failed.message} ${failed.hint ?? ""}`.trim() }
        : warehouse.kind === "ready"
          ? "ready"
          : "starting",
      engineVersion: warehouse.kind === "ready" ? warehouse.info.version.replace(/^v/, "") : null,
      persistent: session.persistent !== false,
      persisted: this.#storage.persisted,
      persistRefused: this.#persistRefused,
      freeBytes: estimate === null ? null : Math.max(0, estimate.quota - estimate.used),
      offline: session.offline,
      storedFiles: offlineDetail === null ? null : [offlineDetail.storedFiles, offlineDetail.totalFiles],
      dataName: words.dataOf(data.tier, data.seed),
      dataInUse: isInUse(data, session.tier, session.dataChoice),
      heldTables: this.#held,
      sourceTables: sourcesOf(session),
      loading: session.loadingData,
      lessonTables: tables.names.length,
      missingTables: tables.state === "unknown" ? null : tables.missing.length,
      building: this.buildingSince !== null || tables.state === "building",
      refused: tables.refused?.message ?? null,
      builtInMs: place.kept.builtInMs,
      product: VERSION,
      pack: `${this.#pack.id} ${this.#pack.version}`,
      misfits: checkWorkshop(this.#workshop, this.#pack).map(({ message }) => message),
    };
  }

  /** Asks browser and database again. */
  async look(): Promise<void> {
    const { session } = this.#ports;
    const { data } = this.#settings;
    await Promise.all([
      this.#storage.read(),
      isInUse(data, session.tier, session.dataChoice) ? this.tables.look() : undefined,
      session.warehouse.kind !== "ready"
        ? undefined
        : session.heldTables().then((outcome) => {
            if (outcome.ok) this.#held = outcome.value.length;
          }),
    ]);
  }

  async persist(): Promise<void> {
    const granted = await this.#storage.persist();
    this.#persistRefused = !granted;
    this.#ports.session.announce(granted ? words.preflight.persistDone : words.preflight.persistRefused);
  }

  loadData(): Promise<boolean> {
    return this.#begin(() => this.#loadData());
  }

  buildTables(): Promise<boolean> {
    return this.#begin(() => this.#buildTables());
  }

  /** Everything that a click can do, in the order in which it depends on each other. */
  prepare(): Promise<boolean> {
    return this.#begin(async () => {
      if (this.#storage.persisted === false && !this.#persistRefused) await this.persist();
      return !this.#stopped && (await this.#loadData()) && (await this.#buildTables());
    });
  }

  /** A stop is for all that was begun with one click, whichever part of it runs just then. */
  async #begin(work: () => Promise<boolean>): Promise<boolean> {
    if (this.busy) return false;
    this.#stopped = false;
    this.#begun += 1;
    try {
      return await work();
    } finally {
      this.#begun -= 1;
    }
  }

  async #loadData(): Promise<boolean> {
    const { session } = this.#ports;
    const { data } = this.#settings;
    if (!isInUse(data, session.tier, session.dataChoice) && !(await takeData(session, data))) return false;
    const loaded = this.#stopped ? null : await session.loadData();
    await this.look();
    const [problem] = loaded === null || loaded.ok ? [] : loaded.diagnostics;
    if (this.#stopped) session.announce(words.preflight.cancelled);
    else if (problem)
      session.toast(words.preflight.dataFailed, null, { tone: "fail", detail: problem.message, code: problem.code });
    return loaded?.ok === true && !this.#stopped;
  }

  async #buildTables(): Promise<boolean> {
    const { session, place, now } = this.#ports;
    this.buildingSince = now();
    await this.tables.refresh(() => this.#stopped);
    // What is kept was put back; whoever stopped that does not want the rest to be built.
    const built = !this.#stopped && (await this.tables.build());
    const ms = now() - this.buildingSince;
    this.buildingSince = null;
    if (built) place.noteBuild(ms);
    else if (this.#stopped) session.announce(words.preflight.cancelled);
    else session.toast(words.preflight.tablesFailed, null, { tone: "fail" });
    await this.look();
    return built;
  }

  async cancel(): Promise<void> {
    this.#stopped = true;
    await this.#ports.session.cancel();
  }
}

/** Names of what is needed and missing. */
function lackingParts(): readonly string[] {
  return [
    ["WebAssembly", typeof WebAssembly !== "undefined"],
    ["web workers", typeof Worker !== "undefined"],
    ["IndexedDB", typeof indexedDB !== "undefined"],
    ["Web Crypto (https or localhost)", typeof crypto !== "undefined" && "subtle" in crypto],
  ].flatMap(([name, there]) => (there === true ? [] : [String(name)]));
}

/** How many tables loading everything loads: a sealed source waits until a lesson asks for it by name. */
function sourcesOf(session: Session): number {
  return [...(session.project?.manifest.nodes.values() ?? [])].filter(
    (node) => node.resource_type === "source" && node.meta["sealed"] !== true && node.config.meta["sealed"] !== true,
  ).length;
}
