/** What runs when the clock moves, as the command that it is. Parents run first: a snapshot of old sources would see nothing new. */
export function stepCommand(snapshots: boolean, incrementals: readonly string[]): string | null {
  const selectors = [...(snapshots ? ["+resource_type:snapshot"] : []), ...incrementals.map((name) => `+${name}`)];
  return selectors.length === 0 ? null : `build --select ${selectors.join(" ")}`;
}

/** The same tables as if they had been built today for the first time. Snapshots have no such way. */
export function rebuildCommand(incrementals: readonly string[]): string | null {
  return incrementals.length === 0
    ? null
    : `build --full-refresh --select ${incrementals.map((name) => `+${name}`).join(" ")} --exclude resource_type:snapshot`;
}

/** Points of a small line, 0 to 100 across and down; null for fewer than two values. */
export function sparkline(values: readonly number[]): string | null {
  if (values.length < 2) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values
    .map((value, index) => {
      const x = (index / (values.length - 1)) * 100;
      const y = high === low ? 50 : 96 - ((value - low) / (high - low)) * 92;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}
