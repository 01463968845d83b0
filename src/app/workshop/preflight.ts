/**
 * Is this machine ready for a workshop? What was found out -> one row for each thing: fine, still to do, or not possible, each with
 * its sentence and, where something is to do, the way out.
 */
import { surfaceStrings } from "../strings/surface-strings.ts";

type PreflightState = "ok" | "busy" | "needed" | "cannot";

export type PreflightAction = "data" | "tables" | "persist" | "reload";

export interface PreflightRow {
  readonly id: "browser" | "data" | "tables" | "offline" | "storage" | "versions";
  readonly state: PreflightState;
  readonly title: string;
  readonly text: string;
  /** What a click would do about it; null when nothing is to do. */
  readonly action: PreflightAction | null;
}

export interface PreflightFacts {
  /** What the browser lacks, by name; empty when it has all that is needed. */
  readonly lacks: readonly string[];
  /** False where the private file system is missing: tables are then kept in the database of the browser. */
  readonly fileSystem: boolean;
  /** Database: up, on its way, or the reason why it is not. */
  readonly engine: "ready" | "starting" | { readonly failed: string };
  readonly engineVersion: string | null;
  /** False when edits and answers go with the tab. */
  readonly persistent: boolean;
  readonly persisted: boolean | null;
  /** The browser was asked to keep the work and said no, which is normal. */
  readonly persistRefused: boolean;
  /** Bytes that are free; null where the browser does not say. */
  readonly freeBytes: number | null;
  readonly offline: "unknown" | "preparing" | "available" | "unsupported";
  readonly storedFiles: readonly [number, number] | null;
  readonly dataName: string;
  readonly dataInUse: boolean;
  /** Null until the database has said. */
  readonly heldTables: number | null;
  readonly sourceTables: number;
  readonly loading: boolean;
  /** Tables that the lessons stand on, and those of them that are missing; null until the database has said. */
  readonly lessonTables: number;
  readonly missingTables: number | null;
  readonly building: boolean;
  /** Why lessons cannot be done here at all. */
  readonly refused: string | null;
  /** How long the last build took here. */
  readonly builtInMs: number | null;
  readonly product: string;
  readonly pack: string;
  /** What of the workshop does not fit to the pack. */
  readonly misfits: readonly string[];
}

/** Less than this, and a class of data with its tables may not fit. */
const ENOUGH_BYTES = 500_000_000;
const words = surfaceStrings.workshop.preflight;

export function preflightRows(facts: PreflightFacts): readonly PreflightRow[] {
  return [browserRow(facts), dataRow(facts), tablesRow(facts), offlineRow(facts), storageRow(facts), versionRow(facts)];
}

export function isReady(rows: readonly PreflightRow[]): boolean {
  return rows.every(({ state }) => state === "ok");
}

function browserRow({ lacks, engine, fileSystem }: PreflightFacts): PreflightRow {
  const row = { id: "browser", title: words.browser, action: null } as const;
  if (lacks.length > 0) return { ...row, state: "cannot", text: words.lacks(lacks) };
  if (engine === "starting") return { ...row, state: "busy", text: words.engineStarting };
  if (engine !== "ready") return { ...row, state: "cannot", text: engine.failed, action: "reload" };
  return { ...row, state: "ok", text: words.browserOk(fileSystem) };
}

function dataRow(facts: PreflightFacts): PreflightRow {
  const { dataInUse, heldTables, sourceTables, loading, dataName } = facts;
  const row = { id: "data", title: words.data(dataName), action: null } as const;
  if (loading) return { ...row, state: "busy", text: words.dataLoading };
  if (facts.engine !== "ready" || heldTables === null) return { ...row, state: "busy", text: words.waits };
  if (!dataInUse) return { ...row, state: "needed", text: words.otherData, action: "data" };
  if (heldTables < sourceTables)
    return { ...row, state: "needed", text: words.dataSome(heldTables, sourceTables), action: "data" };
  return { ...row, state: "ok", text: words.dataOk(sourceTables) };
}

function tablesRow(facts: PreflightFacts): PreflightRow {
  const { building, missingTables, lessonTables, refused, builtInMs, dataInUse } = facts;
  const row = { id: "tables", title: words.tables, action: null } as const;
  if (refused !== null) return { ...row, state: "cannot", text: refused };
  if (building) return { ...row, state: "busy", text: words.tablesBuilding };
  if (!dataInUse) return { ...row, state: "needed", text: words.tablesAfterData };
  if (facts.engine !== "ready") return { ...row, state: "busy", text: words.waits };
  if (missingTables === null) return { ...row, state: "busy", text: words.looking };
  if (missingTables > 0)
    return {
      ...row,
      state: "needed",
      text: words.tablesMissing(missingTables, lessonTables, builtInMs),
      action: "tables",
    };
  return { ...row, state: "ok", text: words.tablesOk(lessonTables, builtInMs) };
}

function offlineRow({ offline, storedFiles }: PreflightFacts): PreflightRow {
  const row = { id: "offline", title: words.offline, action: null } as const;
  if (offline === "unsupported") return { ...row, state: "cannot", text: words.offlineCannot };
  if (offline === "available") return { ...row, state: "ok", text: words.offlineOk };
  return { ...row, state: "busy", text: words.offlineBusy(storedFiles) };
}

function storageRow({ persistent, persisted, persistRefused, freeBytes }: PreflightFacts): PreflightRow {
  const row = { id: "storage", title: words.storage, action: null } as const;
  if (!persistent) return { ...row, state: "cannot", text: words.storageNone };
  if (freeBytes !== null && freeBytes < ENOUGH_BYTES)
    return { ...row, state: "needed", text: words.storageLow(freeBytes) };
  if (persisted === false && !persistRefused)
    return { ...row, state: "needed", text: words.storageLoose(freeBytes), action: "persist" };
  return { ...row, state: "ok", text: words.storageOk(freeBytes, persisted === true) };
}

function versionRow({ product, pack, engineVersion, misfits }: PreflightFacts): PreflightRow {
  const row = { id: "versions", title: words.versions, action: null } as const;
  const text = words.versionsOk(product, pack, engineVersion);
  const [first] = misfits;
  return first === undefined ? { ...row, state: "ok", text } : { ...row, state: "cannot", text: `${first} ${text}` };
}

/** The rows as text, to be sent to whoever gives the workshop. */
export function preflightReport(title: string, rows: readonly PreflightRow[], browser: string): string {
  const lines = rows.map(({ state, title: what, text }) => `[${words.states[state]}] ${what}: ${text}`);
  return [words.reportTitle(title), ...lines, browser].join("\n");
}
