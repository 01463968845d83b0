/** The tabs of the scratchpad and what was asked there, as plain data: what is kept on this device for each workspace. */

export interface ScratchTab {
  readonly id: number;
  readonly name: string;
  readonly text: string;
}

export interface ScratchEntry {
  readonly text: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly status: "rows" | "failed" | "cancelled";
  /** Null for a query that gave none. */
  readonly rows: number | null;
  readonly truncated: boolean;
  readonly elapsed_ms: number | null;
}

export interface ScratchKept {
  readonly tabs: readonly ScratchTab[];
  readonly open: number;
  /** Newest first. */
  readonly history: readonly ScratchEntry[];
}

export const HISTORY_KEPT = 100;
export const TABS_KEPT = 20;
/** Longer texts are not kept in the history: they are files by another name. */
const LONGEST = 20_000;

export function firstTabs(text: string, name: string): ScratchKept {
  return { tabs: [{ id: 1, name: `${name} 1`, text }], open: 1, history: [] };
}

/** What was kept, or null when it is nothing that this version wrote. */
export function readKept(value: unknown): ScratchKept | null {
  if (typeof value !== "object" || value === null) return null;
  const { tabs, open, history } = value as Partial<ScratchKept>;
  if (!Array.isArray(tabs) || !Array.isArray(history) || typeof open !== "number") return null;
  const whole = (tabs as Partial<ScratchTab>[]).filter(
    (tab): tab is ScratchTab =>
      typeof tab.id === "number" && typeof tab.name === "string" && typeof tab.text === "string",
  );
  const asked = (history as Partial<ScratchEntry>[]).filter(
    (one): one is ScratchEntry => typeof one.text === "string" && typeof one.at === "number",
  );
  const [first] = whole;
  if (first === undefined) return null;
  return { tabs: whole, open: whole.some((tab) => tab.id === open) ? open : first.id, history: asked };
}

export function addTab(kept: ScratchKept, name: string, text = ""): ScratchKept {
  if (kept.tabs.length >= TABS_KEPT) return kept;
  const id = Math.max(0, ...kept.tabs.map((tab) => tab.id)) + 1;
  const names = new Set(kept.tabs.map((tab) => tab.name));
  let number = kept.tabs.length + 1;
  while (names.has(`${name} ${number}`)) number += 1;
  return { ...kept, tabs: [...kept.tabs, { id, name: `${name} ${number}`, text }], open: id };
}

/** Closing the last tab leaves an empty one; closing the open one opens its neighbour. */
export function closeTab(kept: ScratchKept, id: number, name: string): ScratchKept {
  const at = kept.tabs.findIndex((tab) => tab.id === id);
  const tabs = kept.tabs.filter((tab) => tab.id !== id);
  if (tabs.length === 0) return { ...firstTabs("", name), history: kept.history };
  return {
    ...kept,
    tabs,
    open: kept.open === id ? (tabs[Math.min(at, tabs.length - 1)]?.id ?? tabs[0]!.id) : kept.open,
  };
}

export function changeTab(
  kept: ScratchKept,
  id: number,
  change: Partial<Pick<ScratchTab, "name" | "text">>,
): ScratchKept {
  return { ...kept, tabs: kept.tabs.map((tab) => (tab.id === id ? { ...tab, ...change } : tab)) };
}

/** The same text asked again moves to the top instead of standing there twice. */
export function remember(kept: ScratchKept, entry: ScratchEntry): ScratchKept {
  if (entry.text.length > LONGEST) return kept;
  const others = kept.history.filter((one) => one.text !== entry.text);
  return { ...kept, history: [entry, ...others].slice(0, HISTORY_KEPT) };
}

export function searchHistory(history: readonly ScratchEntry[], wanted: string): readonly ScratchEntry[] {
  const words = wanted
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return history.filter((entry) => words.every((word) => entry.text.toLowerCase().includes(word)));
}

/** Where a model of this name would lie, or why it cannot be made. */
export function modelPath(name: string, taken: ReadonlySet<string>): { readonly path: string } | "name" | "taken" {
  const plain = name.trim().replace(/\.sql$/, "");
  if (!/^[A-Za-z_]\w*$/.test(plain)) return "name";
  return taken.has(plain.toLowerCase()) ? "taken" : { path: `models/${plain}.sql` };
}
