/** The tables of business-network advertising, in the order of the catalog. */
import * as schema from "../../schema/linkedin-ads.ts";
import { writer, type TableWriter } from "../writer.ts";
import {
  writeAccountHistory,
  writeAnalyticsByCampaign,
  writeAnalyticsByCreative,
  writeCampaignGroupHistory,
  writeCampaignHistory,
  writeCreativeHistory,
  writeLeadGenFormResponses,
} from "./tables.ts";

export const LINKEDIN_ADS: readonly TableWriter[] = [
  writer(schema.accountHistory, ({ setting }) => writeAccountHistory(setting)),
  writer(schema.campaignGroupHistory, ({ advertising }) => writeCampaignGroupHistory(advertising)),
  writer(schema.campaignHistory, ({ advertising }) => writeCampaignHistory(advertising)),
  writer(schema.creativeHistory, ({ advertising }) => writeCreativeHistory(advertising)),
  writer(schema.adAnalyticsByCampaign, ({ advertising }) => writeAnalyticsByCampaign(advertising)),
  writer(schema.adAnalyticsByCreative, ({ advertising }) => writeAnalyticsByCreative(advertising)),
  writer(schema.leadGenFormResponse, ({ market, setting }) => writeLeadGenFormResponses(market, setting)),
];
