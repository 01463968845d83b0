/** The tables of social advertising, in the order of the catalog. */
import * as schema from "../../schema/facebook-ads.ts";
import { writer, type TableWriter } from "../writer.ts";
import { writeBasicAd, writeBasicAdActions } from "./stats.ts";
import {
  writeAccountHistory,
  writeAdHistory,
  writeAdSetHistory,
  writeCampaignHistory,
  writeCreativeHistory,
} from "./structure.ts";

export const FACEBOOK_ADS: readonly TableWriter[] = [
  writer(schema.accountHistory, ({ setting }) => writeAccountHistory(setting)),
  writer(schema.campaignHistory, ({ advertising }) => writeCampaignHistory(advertising)),
  writer(schema.adSetHistory, ({ advertising }) => writeAdSetHistory(advertising)),
  writer(schema.adHistory, ({ advertising }) => writeAdHistory(advertising)),
  writer(schema.creativeHistory, ({ advertising }) => writeCreativeHistory(advertising)),
  writer(schema.basicAd, ({ advertising }) => writeBasicAd(advertising)),
  writer(schema.basicAdActions, ({ advertising }) => writeBasicAdActions(advertising)),
];
