/** Numbers with their units, as the interface writes them. */

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** `count(1, "model")` -> "1 model", `count(2000, "row")` -> "2,000 rows". */
export function count(total: number, one: string, many = `${one}s`): string {
  return `${whole.format(total)} ${total === 1 ? one : many}`;
}

export function integer(value: number): string {
  return whole.format(value);
}

/** "0.31 s", "12.4 s", "2 min 5 s". */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 90) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** "34.2 MB", "810 kB", "1.2 GB". */
export function bytes(value: number): string {
  if (value < 1000) return count(value, "byte");
  if (value < 995_000) return `${Math.round(value / 1000)} kB`;
  return value < 995_000_000 ? `${(value / 1_000_000).toFixed(1)} MB` : `${(value / 1_000_000_000).toFixed(1)} GB`;
}

/** "12.4 of 34.2 MB", or "12.4 MB" when the total is not known. */
export function bytesOf(done: number, total: number | null): string {
  if (total === null) return bytes(done);
  return total < 995_000
    ? `${Math.round(done / 1000)} of ${Math.round(total / 1000)} kB`
    : `${(done / 1_000_000).toFixed(1)} of ${(total / 1_000_000).toFixed(1)} MB`;
}

/** "14:01", the reader's time. */
export function clockTime(at: number): string {
  const time = new Date(at);
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** "14:01:12", the reader's time. */
export function clockSeconds(at: number): string {
  return `${clockTime(at)}:${two(new Date(at).getSeconds())}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
