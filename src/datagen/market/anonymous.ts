/**
 * Visitors who never give a name: most of the traffic. They met channels by chance, and none made them come to us.
 */
import { channelOff } from "../facts/experiments.ts";
import { VISITOR_CITIES, stateIndex } from "../facts/regions.ts";
import type { City } from "../facts/geography.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Setting } from "../world/world.ts";
import { demandOn } from "../world/demand.ts";
import type { Channel } from "./channels.ts";
import { FIRST_CHANNELS_OF_OTHERS, KEEN_AMONG_OTHERS, LATER_CHANNELS, laterOfOthers } from "./influence.ts";
import type { RunningCampaigns } from "./running.ts";
import { SITES, STREAMS } from "./sites.ts";
import { spreadDays } from "./spread.ts";
import { visitOf } from "./visit-details.ts";
import { SLOT_SECONDS, type VisitCollector, type VisitorFacts } from "./visit-log.ts";
import { FILLER_CHANNELS, withoutAd } from "./way.ts";
import { Weights } from "./weights.ts";

const S = SITES.anonymous;

/** Anonymous visitors for each account that signs up. */
const VISITORS_PER_ACCOUNT = 22;
const MOST_VISITS = 9;
const LARGE_SHARE = 0.16;
/** Visits that no channel explains. */
const FILLERS = new Weights<number>([
  [0, 82],
  [1, 12],
  [2, 6],
]);

const MAP = new Weights<City>(VISITOR_CITIES.map((city) => [city, city.weight] as const));
const FIRST = new Weights<Channel>(FIRST_CHANNELS_OF_OTHERS);

/** One for each state, shared by all its visitors. */
const NAMELESS = new Map<string, VisitorFacts>(
  VISITOR_CITIES.map(({ state }) => [state, { state: stateIndex(state), account: 0, namedAt: 0 }]),
);

export function wander(setting: Setting, collector: VisitCollector, running: RunningCampaigns): void {
  const { seed, tier } = setting;
  const count = tier.accounts * VISITORS_PER_ACCOUNT;
  const days = spreadDays(count, demandOn, tier, (index) => new Draws(seed, STREAMS.anonymous, index).unit(at(S.day)));
  for (let index = 0; index < count; index += 1)
    visits(new Draws(seed, STREAMS.anonymous, index), days[index] ?? 0, tier.lastDay, collector, running);
}

function visits(
  draws: Draws,
  firstDay: number,
  lastDay: number,
  collector: VisitCollector,
  running: RunningCampaigns,
): void {
  const city = MAP.pick(draws.unit(at(S.city)));
  const facts = NAMELESS.get(city.state);
  if (facts === undefined) return;
  const visitor = collector.newVisitor(facts);
  const channels = channelsOf(draws);
  const u = draws.unit(at(S.length));
  const gap = 1 + Math.floor((u * u * 60) / channels.length);
  channels.forEach((wanted, index) => {
    const day = index === 0 ? firstDay : firstDay + gap * index - draws.below(at(S.visitDay, index), gap);
    if (day > lastDay) return;
    const startedAt = day * DAY_SECONDS + 11 * 3600 + draws.below(at(S.minute, index), 78) * SLOT_SECONDS;
    const channel = channelOff(city.state, day) === wanted ? withoutAd(wanted) : wanted;
    const counters = {
      campaign: at(S.campaign, index),
      landing: at(S.landing, index),
      pages: at(S.pages, index),
      seconds: at(S.seconds, index),
    };
    collector.add(
      visitOf(
        { startedAt, visitor, channel, city, submittedAt: null, eager: false, login: false, identified: false },
        draws,
        counters,
        running,
      ),
    );
  });
}

function channelsOf(draws: Draws): Channel[] {
  const first = FIRST.pick(draws.unit(at(S.firstChannel)));
  const keen = draws.chance(at(S.keen), KEEN_AMONG_OTHERS);
  const large = draws.chance(at(S.large), LARGE_SHARE);
  const met = laterOfOthers(draws, { first, large }, keen);
  const channels: Channel[] = [first];
  const fillers = FILLERS.pick(draws.unit(at(S.fillers)));
  for (let index = 0; index < fillers; index += 1)
    channels.push(FILLER_CHANNELS.pick(draws.unit(at(S.fillerChannel, index))));
  LATER_CHANNELS.forEach((channel, index) => {
    if ((met & (1 << index)) !== 0 && channels.length < MOST_VISITS) channels.push(channel);
  });
  for (let index = channels.length - 1; index > 1; index -= 1) {
    const other = 1 + draws.below(at(S.shuffle, index), index);
    [channels[index], channels[other]] = [channels[other] ?? first, channels[index] ?? first];
  }
  return channels;
}
