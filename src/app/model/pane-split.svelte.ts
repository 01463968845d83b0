/** How the model page divides its room, remembered on this device. Shares, not pixels: the window may be another one next time. */
const KEY = "strata.model-split";

export class PaneSplit {
  /** Share of the width that the source has. */
  source = $state(0.5);
  /** Share of the height that the results have. */
  bottom = $state(0.42);

  constructor() {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
      if (typeof kept !== "object" || kept === null) return;
      if ("source" in kept && isShare(kept.source)) this.source = kept.source;
      if ("bottom" in kept && isShare(kept.bottom)) this.bottom = kept.bottom;
    } catch {
      // Without storage the first division is used.
    }
  }

  resize(part: "source" | "bottom", share: number): void {
    this[part] = Math.max(0.15, Math.min(0.85, share));
    try {
      localStorage.setItem(KEY, JSON.stringify({ source: this.source, bottom: this.bottom }));
    } catch {
      // The division then lasts as long as the tab.
    }
  }
}

function isShare(value: unknown): value is number {
  return typeof value === "number" && value >= 0.15 && value <= 0.85;
}
