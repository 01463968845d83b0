/** Words of the interactive that shows journeys as a chain. */
import { integer } from "../format.ts";

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export const markovWords = {
  percent,
  journeys: "Journeys",
  sample: "The sample",
  company: "Copperline",
  restart: "Start again",
  step: "One step",
  end: "To the end",
  arrived: "All of it has arrived",
  states: { "(start)": "start", "(conversion)": "sale", "(null)": "nothing" } as Readonly<Record<string, string>>,
  picture: "The chain: states, and arrows with their probabilities",
  state: (name: string, mass: number) => `${name}: ${percent(mass)} of the mass`,
  channel: (name: string, mass: number, isRemoved: boolean) =>
    `${name}: ${percent(mass)} of the mass. ${isRemoved ? "Removed; put it back" : "Remove it"}`,
  hint: "Click a channel to remove it: the arrows into it, dashed, lead to nothing.",
  faint: (limit: number) =>
    `Arrows below ${(limit * 100).toFixed(0)} % are left out, except those to a sale and into the channel that is removed.`,
  stepCount: (step: number) => `After ${integer(step)} ${step === 1 ? "step" : "steps"}`,
  flow: (step: number, sale: number, nothing: number, left: number) =>
    `After ${integer(step)} ${step === 1 ? "step" : "steps"}: ${percent(sale)} at a sale, ${percent(nothing)} at nothing, ${percent(left)} under way.`,
  whole: (rate: number) => `The whole chain converts ${percent(rate)}.`,
  without: (channel: string, rate: number, effect: number) =>
    `Without ${channel} it converts ${percent(rate)}: a removal effect of ${percent(effect)}.`,
  remove: "Remove",
  putBack: "Put back",
  effects: "Without each channel",
  effectsHint: (sum: string) => `The effects add up to ${sum}: a journey through two channels is lost with either.`,
  columns: { from: "From", to: "To", count: "Steps", probability: "Probability" },
  effectColumns: { channel: "Channel", rate: "Rate without", effect: "Effect", share: "Share" },
};
