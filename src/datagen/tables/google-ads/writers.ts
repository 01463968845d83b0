/** The tables of search advertising, in the order of the catalog. */
import * as schema from "../../schema/google-ads.ts";
import { writer, type TableWriter } from "../writer.ts";
import { writeCampaignStats, writeKeywordStats } from "./stats.ts";
import {
  writeAccountHistory,
  writeAdGroupCriterionHistory,
  writeAdGroupHistory,
  writeAdHistory,
  writeCampaignHistory,
} from "./structure.ts";

export const GOOGLE_ADS: readonly TableWriter[] = [
  writer(schema.accountHistory, ({ setting }) => writeAccountHistory(setting)),
  writer(schema.campaignHistory, ({ advertising }) => writeCampaignHistory(advertising)),
  writer(schema.adGroupHistory, ({ advertising }) => writeAdGroupHistory(advertising)),
  writer(schema.adHistory, ({ advertising }) => writeAdHistory(advertising)),
  writer(schema.adGroupCriterionHistory, ({ advertising }) => writeAdGroupCriterionHistory(advertising)),
  writer(schema.campaignStats, ({ advertising }) => writeCampaignStats(advertising)),
  writer(schema.keywordStats, ({ advertising }) => writeKeywordStats(advertising)),
];
