/** `crm.deals`, their stage history and the activities around them. The history is a log; each row is loaded within six hours. */
import * as schema from "../../schema/crm.ts";
import { PROBABILITY, isClosed } from "../../shop/deals.ts";
import { dayOf } from "../../shop/office-hours.ts";
import type { Deal, Shop, StageEvent } from "../../shop/records.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nextBatch, nightlyLoad } from "../load-time.ts";
import { MAIN_ORGANIZATION } from "./accounts.ts";

const HISTORY_BATCH = 6 * 3600;

export function writeDeals(shop: Shop, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.deals, shop.deals.length);
  for (const deal of shop.deals) {
    const last = deal.events.at(-1);
    const stage = last?.stage ?? "prospecting";
    table.add({
      id: deal.id,
      organization_id: MAIN_ORGANIZATION,
      account_id: deal.account.id,
      contact_id: deal.contact.id,
      name: deal.name,
      amount: deal.amountCents,
      stage,
      probability: PROBABILITY[stage],
      expected_close_date: deal.expectedCloseDay,
      actual_close_date: last !== undefined && isClosed(stage) ? dayOf(last.at) : null,
      deal_owner: deal.seller.name,
      lead_source: deal.source,
      description: deal.description,
      created_at: deal.openedAt,
      updated_at: last?.at ?? deal.openedAt,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

interface Change {
  readonly deal: Deal;
  readonly event: StageEvent;
  readonly before: StageEvent | null;
}

export function writeDealStageHistory(shop: Shop, { tier }: Setting): TableData {
  const changes = stageChanges(shop.deals);
  const table = new TableBuilder(schema.dealStageHistory, changes.length);
  changes.forEach(({ deal, event, before }, index) => {
    table.add({
      id: index + 1,
      deal_id: deal.id,
      stage: event.stage,
      previous_stage: before?.stage ?? null,
      changed_at: event.at,
      changed_by: deal.seller.name,
      days_in_stage: before === null ? null : dayOf(event.at) - dayOf(before.at),
      notes: event.note,
      _synced_at: nextBatch(event.at, HISTORY_BATCH, tier.asOfDay),
    });
  });
  return table.finish();
}

/** All changes of all deals, in the order in which they were made. */
export function stageChanges(deals: readonly Deal[]): Change[] {
  return deals
    .flatMap((deal) =>
      deal.events.map((event, index): Change => ({ deal, event, before: deal.events[index - 1] ?? null })),
    )
    .sort((a, b) => a.event.at - b.event.at || a.deal.id - b.deal.id);
}

export function writeActivities(shop: Shop, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.activities, shop.activities.length);
  for (const activity of shop.activities) {
    const updatedAt = activity.completedAt ?? activity.at;
    table.add({
      id: activity.id,
      organization_id: MAIN_ORGANIZATION,
      account_id: activity.account.id,
      contact_id: activity.contact?.id ?? null,
      deal_id: activity.deal?.id ?? null,
      type: activity.type,
      subject: activity.subject,
      description: null,
      activity_date: activity.at,
      duration_minutes: activity.minutes,
      outcome: activity.outcome,
      assigned_to: activity.assignedTo,
      completed: activity.completedAt !== null,
      created_at: activity.at,
      updated_at: updatedAt,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}
