/** Where the tour stands, and that it was taken. It never starts by itself. */
const KEY = "strata.tour";

class Tour {
  /** Number of the stop; null while there is no tour. */
  at: number | null = $state(null);
  /** The tour was taken or ended here once; nothing offers it any more, though it can be started. */
  seen: boolean = $state(false);

  constructor() {
    try {
      this.seen = localStorage.getItem(KEY) !== null;
    } catch {
      // Then it is offered again.
    }
  }

  start(): void {
    this.at = 0;
  }

  go(stop: number): void {
    this.at = stop;
  }

  end(): void {
    this.at = null;
    this.seen = true;
    try {
      localStorage.setItem(KEY, "seen");
    } catch {
      // Remembered as long as the tab.
    }
  }
}

export const tour = new Tour();
