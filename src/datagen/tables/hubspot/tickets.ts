/**
 * `hubspot.ticket`: the part of the support desk that sales can see, copied from the application.
 *
 * Only tickets of an account manager's interest are copied: the urgent and the commercial ones. Times are those of the desk.
 */
import type { SupportTicket } from "../../operations/support.ts";
import type { Market } from "../../market/market.ts";
import * as schema from "../../schema/hubspot.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";

const ID_BASE = 901000000;

const STAGES = [
  { id: 41, label: "New", status: "open", answered: false },
  { id: 42, label: "Waiting on us", status: "open", answered: true },
  { id: 43, label: "Waiting on contact", status: "pending", answered: true },
  { id: 44, label: "Solved", status: "solved", answered: true },
  { id: 45, label: "Closed", status: "closed", answered: true },
] as const;

const PRIORITIES = { urgent: "URGENT", high: "HIGH", normal: "MEDIUM", low: "LOW" } as const;

/** What sales should know of before it calls: money, leaving, and trouble that cannot wait. */
function isMirrored({ ticket }: Pick<SupportTicket, "ticket">): boolean {
  if (ticket.category === "billing" || ticket.category === "account" || ticket.category === "feature_request")
    return true;
  return ticket.priority === "urgent";
}

/** The number of the desk's ticket is part of HubSpot's, so the copy can be traced back. */
function mirroredId({ id }: Pick<SupportTicket, "id">): number {
  return ID_BASE + id;
}

export function writeTickets({ tier }: Setting, tickets: readonly SupportTicket[]): TableData {
  const table = new TableBuilder(schema.ticket, tickets.length);
  for (const mirrored of tickets) {
    if (!isMirrored(mirrored)) continue;
    const { ticket, subject, status } = mirrored;
    table.add({
      id: mirroredId(mirrored),
      property_subject: subject,
      property_hs_ticket_priority: PRIORITIES[ticket.priority],
      property_hs_pipeline_stage: stageOf(status, ticket.firstResponseAt !== null),
      property_createdate: ticket.createdAt,
      property_closed_date: ticket.resolvedAt,
      property_first_agent_reply_date: ticket.firstResponseAt,
      is_deleted: false,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

function stageOf(status: SupportTicket["status"], answered: boolean): number {
  const found =
    STAGES.find((stage) => stage.status === status && stage.answered === answered) ??
    STAGES.find((stage) => stage.status === status);
  return (found ?? STAGES[0]).id;
}

export function writeTicketCompanies(
  { tier }: Setting,
  tickets: readonly SupportTicket[],
  { companyOfAccount }: Market,
): TableData {
  const table = new TableBuilder(schema.ticketCompany, tickets.length);
  for (const mirrored of tickets) {
    const company = companyOfAccount.get(mirrored.account.profile.id);
    if (!isMirrored(mirrored) || company === undefined) continue;
    table.add({ ticket_id: mirroredId(mirrored), company_id: company.id, _synced_at: nightlyLoad(tier.asOfDay) });
  }
  return table.finish();
}

export function writeTicketPipelineStages({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.ticketPipelineStage, 8);
  STAGES.forEach(({ id, label, status }, order) => {
    table.add({
      stage_id: id,
      label,
      display_order: order,
      is_closed: status === "solved" || status === "closed",
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  });
  return table.finish();
}
