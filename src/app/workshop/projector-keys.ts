/** A key -> what it does on the projector; null for keys that the browser or the focused control keeps. */
type ProjectorAction =
  "forward" | "back" | "up" | "down" | "first" | "last" | "notes" | "pause" | "fullscreen" | "keys" | "leave";

const KEYS: Readonly<Record<string, ProjectorAction>> = {
  ArrowRight: "forward",
  PageDown: "forward",
  " ": "forward",
  ArrowLeft: "back",
  PageUp: "back",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
  n: "notes",
  p: "pause",
  f: "fullscreen",
  "?": "keys",
  Escape: "leave",
};

export function projectorAction(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "isComposing" | "target">,
): ProjectorAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  // Space presses the button that has the focus.
  if (event.key === " " && isControl(event.target)) return null;
  return KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}

function isControl(target: EventTarget | null): boolean {
  return typeof Element !== "undefined" && target instanceof Element && target.closest("button, a, summary") !== null;
}
