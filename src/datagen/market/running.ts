/** Which campaign of a channel somebody met on a day. */
import { CAMPAIGNS, isRunning, type Campaign } from "../facts/campaigns.ts";
import type { City } from "../facts/geography.ts";
import type { Channel } from "./channels.ts";
import { Weights } from "./weights.ts";

type Country = City["country"];
type Choice = Weights<Campaign> | null;

/** Choices of one channel and country by day, made when a day is first asked for. */
interface Calendar {
  readonly campaigns: readonly Campaign[];
  readonly byDay: Map<number, Choice>;
}

export class RunningCampaigns {
  /** "google_brand US": campaigns that aim at one country have a calendar of their own. */
  readonly #calendars = new Map<string, Calendar>();

  constructor() {
    for (const campaign of CAMPAIGNS) {
      const key = keyOf(campaign.channel, campaign.country);
      const calendar = this.#calendars.get(key);
      if (calendar === undefined) this.#calendars.set(key, { campaigns: ofKey(key), byDay: new Map() });
    }
  }

  /** A campaign that was running, by weight; null for channels without campaigns. */
  pick(channel: Channel, day: number, country: Country, u: number): Campaign | null {
    const calendar = this.#calendars.get(channel) ?? this.#calendars.get(keyOf(channel, country));
    if (calendar === undefined) return null;
    let choice = calendar.byDay.get(day);
    if (choice === undefined) {
      choice = choiceOn(calendar.campaigns, day);
      calendar.byDay.set(day, choice);
    }
    return choice?.pick(u) ?? null;
  }
}

function keyOf(channel: Channel, country: Country | null): string {
  return country === null ? channel : `${channel} ${country}`;
}

function ofKey(key: string): Campaign[] {
  return CAMPAIGNS.filter(({ channel, country }) => keyOf(channel, country) === key);
}

function choiceOn(campaigns: readonly Campaign[], day: number): Choice {
  const running = campaigns.filter((campaign) => isRunning(campaign, day));
  return running.length === 0 ? null : new Weights(running.map((campaign) => [campaign, campaign.weight] as const));
}
