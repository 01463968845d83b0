/** Words of the interactive that shows journeys as beads, and of those that share its credit bars. */
import { count, integer } from "../format.ts";

export const beadWords = {
  lookBack: "Look-back",
  days: "days",
  rule: "Rule",
  conversion: "sale",
  dayMark: (day: number) => `${integer(day)} d`,
  daysBefore: (days: number) => (days < 0 ? `${Math.abs(days).toFixed(1)} d after` : `${days.toFixed(1)} d before`),
  states: { counts: "counts", old: "too old", used: "used up by the sale before", late: "after the sale" },
  noneLeft: "no touch left",
  noTouch: "never touched",
  kept: (kept: number, all: number) => `${integer(kept)} of ${count(all, "touch", "touches")}`,
  said: (days: number, lost: number, all: number) =>
    lost === 0
      ? `With a look-back of ${count(days, "day")} each of the ${integer(all)} conversions keeps a touch.`
      : `With a look-back of ${count(days, "day")}, ${integer(lost)} of ${integer(all)} conversions have no touch.`,
  edge: "The old end of the window is out, the sale itself is in. A dashed bead does not count.",
  picture: (journeys: number) => `${count(journeys, "journey")} as strings of beads, one bead for each touch`,
  bead: (channel: string, when: string, state: string) => `${channel}, ${when}: ${state}`,
  goesTo: (channel: string) => `to ${channel}`,
  split: "split",
  credit: (credit: number) => `credit ${credit.toFixed(2)}`,
  number: (value: number) => (Number.isInteger(value) ? integer(value) : value.toFixed(1)),
  creditText: (credit: number) => credit.toFixed(2),
  totals: (rule: string) => `All conversions by channel: ${rule}`,
  totalsHint: "The length of all bars together is the same whatever the rule.",
  legend: "Channels",
  columns: { journey: "Journey", touch: "Touch", channel: "Channel", when: "When", state: "Counts?", credit: "Credit" },
};
