/** Keys as this device writes them: "Ctrl K" is "⌘ K" on a Mac. */
const MAC = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

export function keyText(keys: string, mac = MAC): string {
  if (!mac) return keys;
  return keys.replaceAll("Ctrl", "⌘").replaceAll("Shift", "⇧").replaceAll("Alt", "⌥");
}
