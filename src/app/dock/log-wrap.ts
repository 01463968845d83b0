/** Whether long lines of the log are wrapped; remembered on this device. */
const KEY = "strata.log.wrap";

export function readWrap(): boolean {
  try {
    return localStorage.getItem(KEY) !== "no";
  } catch {
    return true;
  }
}

export function keepWrap(wrap: boolean): void {
  try {
    localStorage.setItem(KEY, wrap ? "yes" : "no");
  } catch {
    // It then holds as long as the tab.
  }
}
