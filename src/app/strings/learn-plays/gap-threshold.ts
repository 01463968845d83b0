/** Words of the interactive that puts moments together to sessions. */
import { count, integer } from "../format.ts";

export const gapWords = {
  device: "Device",
  threshold: "Gap that ends a session",
  minutes: "min",
  moments: (event: string) => `Each mark is one ${event}`,
  said: (gap: number, sessions: number) => `At ${gap} minutes: ${count(sessions, "session")}.`,
  rule: (gap: number) => `A gap of more than ${gap} minutes begins a new session; a gap of exactly ${gap} does not.`,
  truth: "what was so",
  longest: (minutes: string) => `longest gap inside a session: ${minutes}`,
  shortest: (minutes: string) => `shortest gap between two: ${minutes}`,
  minutesText: (value: number) => `${integer(value)} min`,
  picture: (events: number, sessions: number) =>
    `${integer(events)} moments in ${count(sessions, "session")}, on a line`,
  curve: "Sessions by threshold",
  curveHint: "A flat stretch is a safe place: there the number does not hang on the threshold.",
  curvePoint: (gap: number, sessions: number) => `${gap} min: ${count(sessions, "session")}`,
  session: "Session",
  start: "Start",
  end: "End",
  events: "Moments",
  length: "Minutes",
  zoom: "Look closer",
  zoomAll: "All",
  earlier: "Earlier",
  later: "Later",
};
