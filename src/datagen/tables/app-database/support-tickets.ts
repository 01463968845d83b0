/** `app_database.support_tickets`: each ticket as it stood after its last change. */
import type { SupportTicket } from "../../operations/support.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { numberOf, type Registry } from "../../world/registry.ts";
import { nextBatch } from "../load-time.ts";

const BATCH_SECONDS = 86400;

export function writeSupportTickets(registry: Registry, tickets: readonly SupportTicket[]): TableData {
  const { asOfDay } = registry.world.setting.tier;
  const table = new TableBuilder(schema.supportTickets, tickets.length);
  for (const { id, account, ticket, author, subject, status, changedAt } of tickets)
    table.add({
      id,
      customer_id: account.profile.id,
      user_id: numberOf(registry.userId, author),
      location_id: numberOf(registry.siteId, ticket.site),
      // A device that was called off before it was installed was never filed; nobody can ask about it.
      device_id: ticket.device === null ? null : (registry.deviceId.get(ticket.device) ?? null),
      channel: ticket.channel,
      category: ticket.category,
      priority: ticket.priority,
      status,
      subject,
      created_at: ticket.createdAt,
      first_response_at: ticket.firstResponseAt,
      resolved_at: ticket.resolvedAt,
      reopened_count: ticket.reopenedCount,
      csat_score: ticket.csat?.score ?? null,
      _synced_at: nextBatch(changedAt, BATCH_SECONDS, asOfDay),
    });
  return table.finish();
}
