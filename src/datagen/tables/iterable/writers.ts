/** The tables of the e-mail tool, in the order of the catalog. */
import * as schema from "../../schema/iterable.ts";
import { writer, type TableWriter } from "../writer.ts";
import {
  writeCampaignHistory,
  writeCampaignLabelHistory,
  writeChannels,
  writeLists,
  writeMessageTypes,
  writeTemplateHistory,
} from "./campaigns.ts";
import { writeEvents, writeUserHistory, writeUserUnsubscribedChannels } from "./people.ts";

export const ITERABLE: readonly TableWriter[] = [
  writer(schema.campaignHistory, ({ setting, mail }) => writeCampaignHistory(setting, mail.campaigns)),
  writer(schema.templateHistory, ({ setting }) => writeTemplateHistory(setting)),
  writer(schema.mailingList, ({ setting }) => writeLists(setting)),
  writer(schema.channel, ({ setting }) => writeChannels(setting)),
  writer(schema.messageType, ({ setting }) => writeMessageTypes(setting)),
  writer(schema.campaignLabelHistory, ({ setting }) => writeCampaignLabelHistory(setting)),
  writer(schema.userHistory, ({ setting, market }) => writeUserHistory(setting, market)),
  writer(schema.event, ({ setting, market, mail }) => writeEvents(setting, market, mail.campaigns)),
  writer(schema.userUnsubscribedChannel, ({ setting, market }) => writeUserUnsubscribedChannels(setting, market)),
];
