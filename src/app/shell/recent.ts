/** The places that were looked at last, newest first, for the palette. Kept on this device. */
export interface RecentPlace {
  /** The address, with its "#". */
  readonly address: string;
  readonly title: string;
}

const KEY = "strata.recent";
const KEPT = 12;

export function readRecent(): readonly RecentPlace[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isPlace).slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

/** A place stands once, whatever is chosen in it: only the path of the address tells places apart. */
export function addRecent(places: readonly RecentPlace[], place: RecentPlace): readonly RecentPlace[] {
  return [place, ...places.filter((other) => pathOf(other) !== pathOf(place))].slice(0, KEPT);
}

export function keepRecent(place: RecentPlace): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(addRecent(readRecent(), place)));
  } catch {
    // The palette then offers no recent places.
  }
}

function pathOf({ address }: RecentPlace): string {
  return address.split("?")[0] ?? "";
}

function isPlace(value: unknown): value is RecentPlace {
  if (typeof value !== "object" || value === null || !("address" in value) || !("title" in value)) return false;
  return typeof value.address === "string" && value.address.startsWith("#/") && typeof value.title === "string";
}
