/** Words of the interactive that turns the half-life of time decay. */
import { count } from "../format.ts";

export const decayWords = {
  journey: "Journey",
  halfLife: "Half-life",
  days: "days",
  short: "towards 0: last touch",
  long: "towards infinity: linear",
  curve: (halfLife: number) => `What is left of a weight after days, with a half-life of ${count(halfLife, "day")}`,
  half: "half",
  sale: "sale",
  dayMark: (days: number) => `${days} d`,
  when: (days: number) => `${days.toFixed(1)} d before`,
  number: (value: number) => value.toFixed(2),
  credits: "Credit of each touch of this journey",
  channels: "All conversions by channel",
  marks:
    "The solid mark is last touch, the dotted one linear: time decay becomes the one at the left end, the other at the right.",
  said: (halfLife: number, ratio: string | null) =>
    ratio === null
      ? `Half-life ${count(halfLife, "day")}: a single touch gets everything, whatever its age.`
      : `Half-life ${count(halfLife, "day")}: the latest touch weighs ${ratio} times as much as the earliest.`,
  ratio: (value: number) => (value >= 1000 ? "more than 1,000" : value >= 10 ? value.toFixed(0) : value.toFixed(1)),
  columns: { channel: "Channel", when: "When", weight: "Weight", credit: "Credit" },
  picture: (touches: number) => `${count(touches, "touch", "touches")} on the curve of their weights`,
};
