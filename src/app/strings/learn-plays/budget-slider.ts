/** Words of the interactive that moves budget to where a model says that sales are cheap. */
import { integer } from "../format.ts";

export const budgetWords = {
  model: "Follow",
  models: {
    first_touch: "First touch",
    last_touch: "Last touch",
    last_non_direct: "Last non-direct",
    linear: "Linear",
    position_based: "U-shaped",
    w_shaped: "W-shaped",
    time_decay: "Time decay",
    shapley: "Shapley",
    markov: "Markov",
  } as Readonly<Record<string, string>>,
  part: "Budget moved",
  unit: "%",
  usd: (value: number) => `${integer(value)} USD`,
  sales: (value: number) => value.toFixed(1),
  cost: (value: number) => (Number.isFinite(value) ? `${integer(value)} USD` : "no sale"),
  picture: "Spend of each channel, before and after",
  bar: (channel: string, before: string, after: string) => `${channel}: ${before} before, ${after} after`,
  columns: {
    channel: "Channel",
    before: "Spend before",
    after: "Spend after",
    cost: "A sale costs",
    caused: "Really caused",
  },
  moves: (amount: string, from: string, to: string) =>
    `${amount} go from ${from}, the dearest, to ${to}, the cheapest.`,
  nothing: "This model credits none of the paid channels, so it says nothing about their budget.",
  promise: "The model promises",
  truth: "The truth",
  against: (before: string, after: string) => `${before} to ${after} sales`,
  change: (value: number) => `${value >= 0 ? "+" : ""}${value.toFixed(1)}`,
  reveal: "See what the channels really cause",
  sealed: "Move some money first.",
  explain:
    "Sales grow and shrink with the money here, in proportion; really, the last dollar of a channel brings less than the first. Even so the direction tells.",
};
