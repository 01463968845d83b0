/** The tables of marketing and sales, in the order of the catalog. */
import * as schema from "../../schema/hubspot.ts";
import { writer, type TableWriter } from "../writer.ts";
import { writeCompanies, writeCompanyPropertyHistory } from "./companies.ts";
import { writeContactMergeAudit, writeContactPropertyHistory, writeContacts } from "./contacts.ts";
import {
  writeDealCompanies,
  writeDealContacts,
  writeDealPipelines,
  writeDealPipelineStages,
  writeDealPropertyHistory,
  writeDeals,
  writeDealStages,
} from "./deals.ts";
import {
  writeEngagementCalls,
  writeEngagementCompanies,
  writeEngagementContacts,
  writeEngagementDeals,
  writeEngagementEmails,
  writeEngagementMeetings,
  writeEngagementNotes,
  writeEngagements,
  writeEngagementTasks,
} from "./engagements.ts";
import { writeContactFormSubmissions, writeForms } from "./forms.ts";
import { writeMarketingQualifiedLeads } from "./leads.ts";
import { writeContactListMembers, writeContactLists } from "./lists.ts";
import { writeOwners, writeOwnerTeams, writeTeams } from "./owners.ts";
import { writeEmailCampaigns, writeEmailEvents } from "./product-letters.ts";
import { writeTicketCompanies, writeTicketPipelineStages, writeTickets } from "./tickets.ts";

export const HUBSPOT: readonly TableWriter[] = [
  writer(schema.company, ({ registry, market }) => writeCompanies(registry.world, market)),
  writer(schema.contact, ({ setting, market }) => writeContacts(setting, market)),
  writer(schema.contactPropertyHistory, ({ setting, market }) => writeContactPropertyHistory(setting, market)),
  writer(schema.companyPropertyHistory, ({ registry, market }) => writeCompanyPropertyHistory(registry.world, market)),
  writer(schema.dealPropertyHistory, ({ setting, sales }) => writeDealPropertyHistory(setting, sales)),
  writer(schema.contactMergeAudit, ({ setting, market }) => writeContactMergeAudit(setting, market)),
  writer(schema.deal, ({ setting, sales }) => writeDeals(setting, sales)),
  writer(schema.dealStage, ({ setting, sales }) => writeDealStages(setting, sales)),
  writer(schema.dealPipeline, ({ setting }) => writeDealPipelines(setting)),
  writer(schema.dealPipelineStage, ({ setting }) => writeDealPipelineStages(setting)),
  writer(schema.dealCompany, ({ setting, sales }) => writeDealCompanies(setting, sales)),
  writer(schema.dealContact, ({ setting, sales }) => writeDealContacts(setting, sales)),
  writer(schema.owner, ({ setting, sales }) => writeOwners(setting, sales.owners)),
  writer(schema.team, ({ setting }) => writeTeams(setting)),
  writer(schema.ownerTeam, ({ setting, sales }) => writeOwnerTeams(setting, sales.owners)),
  writer(schema.engagement, ({ setting, engagements }) => writeEngagements(setting, engagements)),
  writer(schema.engagementCall, ({ setting, engagements }) => writeEngagementCalls(setting, engagements)),
  writer(schema.engagementEmail, ({ setting, engagements }) => writeEngagementEmails(setting, engagements)),
  writer(schema.engagementMeeting, ({ setting, engagements }) => writeEngagementMeetings(setting, engagements)),
  writer(schema.engagementNote, ({ setting, engagements }) => writeEngagementNotes(setting, engagements)),
  writer(schema.engagementTask, ({ setting, engagements }) => writeEngagementTasks(setting, engagements)),
  writer(schema.engagementContact, ({ setting, engagements }) => writeEngagementContacts(setting, engagements)),
  writer(schema.engagementCompany, ({ setting, engagements }) => writeEngagementCompanies(setting, engagements)),
  writer(schema.engagementDeal, ({ setting, engagements }) => writeEngagementDeals(setting, engagements)),
  writer(schema.ticket, ({ setting, operations }) => writeTickets(setting, operations.tickets)),
  writer(schema.ticketCompany, ({ setting, operations, market }) =>
    writeTicketCompanies(setting, operations.tickets, market),
  ),
  writer(schema.ticketPipelineStage, ({ setting }) => writeTicketPipelineStages(setting)),
  writer(schema.form, ({ setting }) => writeForms(setting)),
  writer(schema.contactFormSubmission, ({ setting, market }) => writeContactFormSubmissions(setting, market)),
  writer(schema.contactList, ({ setting }) => writeContactLists(setting)),
  writer(schema.contactListMember, ({ setting, market }) => writeContactListMembers(setting, market)),
  writer(schema.emailCampaign, ({ setting }) => writeEmailCampaigns(setting)),
  writer(schema.emailEvent, ({ setting, market, mail }) => writeEmailEvents(setting, market, mail.letters)),
  writer(schema.marketingQualifiedLead, ({ setting, market }) => writeMarketingQualifiedLeads(setting, market)),
];
