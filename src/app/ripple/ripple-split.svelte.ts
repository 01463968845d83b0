/** How the ripple divides its room, remembered on this device. Shares, not pixels: the window may be another one next time. */
const KEY = "strata.ripple-split";

export class RippleSplit {
  /** Share of the width that the editor has. */
  edit = $state(0.35);
  /** Share of the height that the data diff has. */
  diff = $state(0.38);

  constructor() {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
      if (typeof kept !== "object" || kept === null) return;
      if ("edit" in kept && isShare(kept.edit)) this.edit = kept.edit;
      if ("diff" in kept && isShare(kept.diff)) this.diff = kept.diff;
    } catch {
      // Without storage the first division is used.
    }
  }

  resize(part: "edit" | "diff", share: number): void {
    this[part] = Math.max(0.15, Math.min(0.75, share));
    try {
      localStorage.setItem(KEY, JSON.stringify({ edit: this.edit, diff: this.diff }));
    } catch {
      // The division then lasts as long as the tab.
    }
  }
}

function isShare(value: unknown): value is number {
  return typeof value === "number" && value >= 0.15 && value <= 0.75;
}
