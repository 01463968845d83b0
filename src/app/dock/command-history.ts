/** The commands that were typed, newest last, kept on this device. */
const KEY = "strata.commands";
const KEPT = 200;
const FOUND = 12;

export function readHistory(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((entry): entry is string => typeof entry === "string") : [];
  } catch {
    return [];
  }
}

/** A command that is run again moves to the end instead of standing twice. */
export function addToHistory(history: readonly string[], command: string): readonly string[] {
  const next = [...history.filter((entry) => entry !== command), command].slice(-KEPT);
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // The history then lasts as long as the tab.
  }
  return next;
}

/** The commands that have all words of the text in them, newest first. */
export function searchHistory(history: readonly string[], text: string): readonly string[] {
  const words = text.toLowerCase().split(/\s+/);
  return [...history]
    .reverse()
    .filter((command) => words.every((word) => command.toLowerCase().includes(word)))
    .slice(0, FOUND);
}
