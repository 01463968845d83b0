/** Words of the interactive that shows events by two clocks. */
import { count, integer } from "../format.ts";

export const scatterWords = {
  axis: "Upwards",
  arrival: "Arrival",
  delay: "Delay",
  happened: "happened →",
  arrived: "↑ arrived",
  late: "↑ hours until it arrived",
  diagonal: "arrives at once",
  patience: "Wait for",
  hours: "hours",
  kind: (text: string, total: number) => `${text} (${integer(total)})`,
  picture: (total: number) =>
    `${count(total, "message")}, by the time when they happened and the time when they arrived`,
  missing: (hours: number, missing: number, days: number) =>
    missing === 0
      ? `After ${count(hours, "hour")} every message is in.`
      : `After ${count(hours, "hour")} ${count(missing, "message is", "messages are")} still missing, from ${count(days, "day")}.`,
  all: (hours: number) => `The last one takes ${hours} hours.`,
  sample: "All late messages are shown, and a part of those that came at once.",
  id: "Message",
  device: "Device",
  eventAt: "Happened",
  arrivedAt: "Arrived",
  delayHead: "Delay",
  kindHead: "What it is",
};
