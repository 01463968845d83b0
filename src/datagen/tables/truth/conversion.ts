/** `truth.conversion` and `truth.channel_lift`: what brought each account, and what the channels are worth. */
import { nearest } from "../../kit/distributions.ts";
import { CHANNELS, LARGE_EMPLOYEES } from "../../market/channels.ts";
import type { Market } from "../../market/market.ts";
import { expectedShareCaused, trueLifts } from "../../market/true-lift.ts";
import * as schema from "../../schema/truth.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";

export function writeTrueConversions({ tier }: Setting, { conversions, companyOfAccount }: Market): TableData {
  const table = new TableBuilder(schema.conversion, conversions.length);
  for (const { account, at, journey, lastChannel } of conversions)
    table.add({
      account_id: account.id,
      converted_at: at,
      caused_by_channel: journey.causedBy,
      first_touch_channel: journey.firstChannel,
      last_touch_channel: lastChannel,
      channels_met: journey.exposed.join(";"),
      base_probability: journey.baseProbability,
      lift: journey.lift,
      through_sales: companyOfAccount.get(account.id)?.throughSales ?? false,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  return table.finish();
}

const SHARE_UNITS = 100000;

export function writeChannelLift({ tier }: Setting, { conversions }: Market): TableData {
  const table = new TableBuilder(schema.channelLift, 10);
  const all = Math.max(1, conversions.length);
  const large = conversions.filter(({ account }) => account.employees >= LARGE_EMPLOYEES).length / all;
  const share = (count: number): number => nearest((count / all) * SHARE_UNITS);
  const lifts = trueLifts(conversions).sort((a, b) => (a.channel < b.channel ? -1 : 1));
  for (const { channel, caused, met, firstTouch, lastTouch } of lifts)
    table.add({
      channel,
      lift_points: nearest(CHANNELS[channel].lift / 10),
      large_only: CHANNELS[channel].largeOnly,
      conversions_caused: caused,
      share_caused: share(caused),
      expected_share_caused: nearest(expectedShareCaused(channel, large) * SHARE_UNITS),
      share_met: share(met),
      share_first_touch: share(firstTouch),
      share_last_touch: share(lastTouch),
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  return table.finish();
}
