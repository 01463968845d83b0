/** `crm.tickets`: what customers of the shop asked for, and how far it got. A row is loaded again whenever it changes. */
import * as schema from "../../schema/crm.ts";
import type { Shop, Ticket, TicketStatus } from "../../shop/records.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nextBatch } from "../load-time.ts";
import { MAIN_ORGANIZATION } from "./accounts.ts";

const BATCH = 6 * 3600;

export function writeTickets(shop: Shop, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.tickets, shop.tickets.length);
  for (const ticket of shop.tickets) {
    const updatedAt = lastChange(ticket);
    table.add({
      id: ticket.id,
      organization_id: MAIN_ORGANIZATION,
      account_id: ticket.account.id,
      contact_id: ticket.contact.id,
      ticket_number: `T-${String(ticket.id).padStart(6, "0")}`,
      subject: ticket.subject,
      description: ticket.description,
      priority: ticket.priority,
      status: statusOf(ticket),
      category: ticket.category,
      assigned_to: ticket.agent,
      resolution: ticket.resolution,
      created_at: ticket.createdAt,
      updated_at: updatedAt,
      first_response_at: ticket.firstResponseAt,
      resolved_at: ticket.resolvedAt,
      closed_at: ticket.closedAt,
      _synced_at: nextBatch(updatedAt, BATCH, tier.asOfDay),
    });
  }
  return table.finish();
}

export function statusOf(ticket: Ticket): TicketStatus {
  if (ticket.closedAt !== null) return "closed";
  if (ticket.resolvedAt !== null) return "resolved";
  if (ticket.waitingSince !== null) return "waiting";
  return ticket.firstResponseAt === null ? "open" : "in_progress";
}

function lastChange({ createdAt, firstResponseAt, waitingSince, resolvedAt, closedAt }: Ticket): number {
  return closedAt ?? resolvedAt ?? waitingSince ?? firstResponseAt ?? createdAt;
}
