/** What happens inside one visit: page, length, campaign. Times are whole half minutes, for the sake of the packs. */
import type { City } from "../facts/geography.ts";
import type { Draws } from "../kit/random.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { CHANNEL_NAMES, type Channel } from "./channels.ts";
import { LANDINGS, LOGIN_PAGE } from "./pages.ts";
import type { RunningCampaigns } from "./running.ts";
import type { Visit } from "./visit-log.ts";
import { Weights } from "./weights.ts";

/** Counters of the draws of one visit. */
export interface VisitSites {
  readonly campaign: number;
  readonly landing: number;
  readonly pages: number;
  readonly seconds: number;
}

export interface VisitPlan {
  readonly startedAt: number;
  readonly visitor: number;
  readonly channel: Channel;
  readonly city: City;
  /** When a form was sent in it; null when none was. */
  readonly submittedAt: number | null;
  /** The first visit as a user: it begins on the page for logging in. */
  readonly login: boolean;
  /** The visitor signs up or logs in. */
  readonly identified: boolean;
  /** People who will leave a name read more. */
  readonly eager: boolean;
}

const IDLE_PAGES = new Weights<number>([
  [1, 58],
  [2, 22],
  [3, 12],
  [5, 8],
]);
const EAGER_PAGES = new Weights<number>([
  [1, 14],
  [2, 30],
  [3, 26],
  [5, 20],
  [8, 10],
]);

export function visitOf(plan: VisitPlan, draws: Draws, counters: VisitSites, running: RunningCampaigns): Visit {
  const { startedAt, visitor, channel, city, submittedAt } = plan;
  const converted = submittedAt !== null;
  const day = Math.floor(startedAt / DAY_SECONDS);
  const campaign = running.pick(channel, day, city.country, draws.unit(counters.campaign));
  const read = (plan.eager ? EAGER_PAGES : IDLE_PAGES).pick(draws.unit(counters.pages));
  // Whoever sends a form has seen two pages at least: the one with the form and the one that says thank you.
  const pages = converted ? Math.max(2, read) : read;
  const reading = pages === 1 ? 0 : pages * 30 * (1 + draws.below(counters.seconds, 2));
  return {
    startedAt,
    visitor,
    channel: CHANNEL_NAMES.indexOf(channel),
    campaign: campaign === null ? -1 : campaign.index,
    landing: plan.login ? LOGIN_PAGE : LANDINGS[channel].pick(draws.unit(counters.landing)),
    pages,
    seconds: Math.max(reading, converted ? 60 * Math.floor((submittedAt - startedAt + 119) / 60) : 0),
    converted,
    identified: plan.identified,
  };
}
