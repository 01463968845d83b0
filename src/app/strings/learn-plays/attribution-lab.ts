/** Words of the lab that puts the models of attribution side by side. */
import { count, integer } from "../format.ts";

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export const labWords = {
  window: "Window",
  halfLife: "Half-life",
  days: "days",
  channel: "Channel",
  truth: "Truth",
  models: {
    first_touch: "First",
    last_touch: "Last",
    last_non_direct: "Last non-direct",
    linear: "Linear",
    position_based: "U-shaped",
    time_decay: "Time decay",
    shapley: "Shapley",
    markov: "Markov",
  } as Readonly<Record<string, string>>,
  percent,
  matrix: "Share of each channel, by model",
  mark: "The upright line in a cell is the share under the project's own settings.",
  cell: (model: string, channel: string, share: number, before: number) =>
    `${model}, ${channel}: ${percent(share)}, under the project's settings ${percent(before)}`,
  said: (window: number, halfLife: number, lost: number, all: number, moved: number) =>
    `${integer(window)} days, half-life ${integer(halfLife)}: ${integer(lost)} of ${count(all, "conversion")} without a touch; ${count(moved, "leading channel")} moved.`,
  indifferent: "The half-life moves one column only. The window moves them all, since it decides which touches exist.",
  moved: "Journeys that moved",
  movedHint: "Sales whose leading channel, by time decay, is another than under the project's settings.",
  noneMoved: "None so far: these are the project's settings, or close to them.",
  columns: {
    conversion: "Conversion",
    before: "Led by",
    beforeCredit: "Credit",
    after: "Now led by",
    afterCredit: "Credit now",
    touches: "Touches",
  },
  touches: (before: number, after: number) => `${integer(before)} to ${integer(after)}`,
  open: "Open the sealed truth",
  sealed: "No real company can look this up. Try the sliders first: can you bring the models to agree?",
  misplaced: "In the wrong place",
  verdict: (nearest: string, near: number, farthest: string, far: number) =>
    `Nearest: ${nearest}, with ${percent(near)} of its credit in the wrong place. Farthest: ${farthest}, with ${percent(far)}.`,
  anyway: (share: number) =>
    `The truth is shared out among the sales that a channel caused. ${percent(share)} of all customers would have come without any.`,
};
