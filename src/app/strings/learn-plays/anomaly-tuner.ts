/** Words of the interactive that sets an alarm on a score. */
import { count, integer } from "../format.ts";

const percent = (value: number | null) => (value === null ? "not known" : `${(value * 100).toFixed(0)}%`);

export const alarmWords = {
  device: "Device",
  threshold: "Alarm above a score of",
  picture: (what: string, days: number) => `${what} on ${count(days, "day")}, its baseline, and the alarms`,
  baseline: "baseline",
  legendIncident: (what: string) => `shaded: ${what}`,
  hit: "an alarm that was right",
  falseAlarm: "a false alarm",
  missed: "missed",
  notJudged: "not judged",
  day: "Day",
  baselineHead: "Baseline",
  score: "Score",
  incident: "Incident",
  verdict: "Alarm",
  yes: "yes",
  matrix: "All devices at this score",
  wasIncident: "Incident",
  wasNone: "No incident",
  alarm: "Alarm",
  noAlarm: "No alarm",
  cell: (text: string, total: number) => `${text}: ${integer(total)}`,
  hits: "found",
  falseAlarms: "false alarms",
  misses: "missed",
  quiet: "rightly quiet",
  precision: (value: number | null) => `Precision ${percent(value)}`,
  precisionText: "of the alarms were right",
  recall: (value: number | null) => `Recall ${percent(value)}`,
  recallText: "of the incidents were found",
  said: (threshold: number, precision: number | null, recall: number | null) =>
    `At ${threshold}: precision ${percent(precision)}, recall ${percent(recall)}.`,
  curve: "Precision and recall by score",
  curvePoint: (threshold: number, precision: number | null, recall: number | null) =>
    `${threshold}: precision ${percent(precision)}, recall ${percent(recall)}`,
  curveHint: "Left bar: precision. Right bar: recall. What raises the one lowers the other.",
};
