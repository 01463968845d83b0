/**
 * `hubspot.engagement`, one table for each type of it, and what each is about.
 *
 * The id of an engagement is its place in order of entry. A meeting and a task have their outcome only after their time; until
 * then the row says that they are planned.
 */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import { nearest, quantile, weighted } from "../../kit/distributions.ts";
import { LOGNORMAL_WIDE } from "../../kit/quantile-tables.ts";
import * as schema from "../../schema/hubspot.ts";
import type { Engagement, EngagementType } from "../../sales/engagements.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { endOfWorld, nextBatch, nightlyLoad } from "../load-time.ts";

const BATCH_SECONDS = DAY_SECONDS;
const ID_BASE = 801000000;

type Rows = readonly Engagement[];

const DISPOSITIONS: readonly (readonly [string, number])[] = [
  ["connected", 46],
  ["left voicemail", 24],
  ["no answer", 22],
  ["busy", 6],
  ["wrong number", 2],
];

function idOf(index: number): number {
  return ID_BASE + index + 1;
}

function each(rows: Rows, type: EngagementType, write: (id: number, engagement: Engagement) => void): void {
  rows.forEach((engagement, index) => {
    if (engagement.type === type) write(idOf(index), engagement);
  });
}

export function writeEngagements({ tier }: Setting, rows: Rows): TableData {
  const table = new TableBuilder(schema.engagement, rows.length);
  rows.forEach(({ type, owner, createdAt, takesPlaceAt }, index) => {
    table.add({
      id: idOf(index),
      type,
      owner_id: owner.id,
      created_at: createdAt,
      timestamp: takesPlaceAt,
      _synced_at: nextBatch(createdAt, BATCH_SECONDS, tier.asOfDay),
    });
  });
  return table.finish();
}

export function writeEngagementCalls({ tier }: Setting, rows: Rows): TableData {
  const table = new TableBuilder(schema.engagementCall, rows.length);
  each(rows, "CALL", (id, { u, v, createdAt }) => {
    const disposition = weighted(u, DISPOSITIONS);
    const talked = disposition === "connected" ? 60 * Math.max(1, nearest(5 * quantile(LOGNORMAL_WIDE, v))) : 30;
    table.add({
      engagement_id: id,
      duration_s: disposition === "no answer" || disposition === "busy" ? 0 : Math.min(talked, 3600),
      disposition,
      direction: v < 0.86 ? "OUTBOUND" : "INBOUND",
      _synced_at: nextBatch(createdAt, BATCH_SECONDS, tier.asOfDay),
    });
  });
  return table.finish();
}

export function writeEngagementEmails({ tier }: Setting, rows: Rows): TableData {
  const table = new TableBuilder(schema.engagementEmail, rows.length);
  each(rows, "EMAIL", (id, { u, v, createdAt }) => {
    const isBounced = u > 0.985;
    table.add({
      engagement_id: id,
      status: isBounced ? "BOUNCED" : "SENT",
      opened: !isBounced && v < 0.52,
      _synced_at: nextBatch(createdAt, BATCH_SECONDS, tier.asOfDay),
    });
  });
  return table.finish();
}

const MEETING_SECONDS: readonly (readonly [number, number])[] = [
  [1800, 52],
  [2700, 14],
  [3600, 28],
  [5400, 6],
];
const MEETING_OUTCOMES: readonly (readonly [string, number])[] = [
  ["COMPLETED", 78],
  ["RESCHEDULED", 8],
  ["NO_SHOW", 8],
  ["CANCELED", 6],
];

export function writeEngagementMeetings({ tier }: Setting, rows: Rows): TableData {
  const end = endOfWorld(tier.asOfDay);
  const table = new TableBuilder(schema.engagementMeeting, rows.length);
  each(rows, "MEETING", (id, { u, v, createdAt, takesPlaceAt }) => {
    const endsAt = takesPlaceAt + weighted(u, MEETING_SECONDS);
    const isOver = endsAt <= end;
    table.add({
      engagement_id: id,
      outcome: isOver ? weighted(v, MEETING_OUTCOMES) : "SCHEDULED",
      start_time: takesPlaceAt,
      end_time: endsAt,
      _synced_at: nextBatch(isOver ? endsAt : createdAt, BATCH_SECONDS, tier.asOfDay),
    });
  });
  return table.finish();
}

export function writeEngagementNotes({ tier }: Setting, rows: Rows): TableData {
  const table = new TableBuilder(schema.engagementNote, rows.length);
  each(rows, "NOTE", (id, { u, createdAt }) => {
    table.add({
      engagement_id: id,
      body_length: Math.min(4000, 20 * Math.max(1, nearest(9 * quantile(LOGNORMAL_WIDE, u)))),
      _synced_at: nextBatch(createdAt, BATCH_SECONDS, tier.asOfDay),
    });
  });
  return table.finish();
}

/** Of the tasks; the others are left to lie. */
const DONE = 0.86;

export function writeEngagementTasks({ tier }: Setting, rows: Rows): TableData {
  const end = endOfWorld(tier.asOfDay);
  const table = new TableBuilder(schema.engagementTask, rows.length);
  each(rows, "TASK", (id, { u, v, createdAt, takesPlaceAt }) => {
    // Some are done before they are due, some up to two days late; never before they were given.
    const doneAt = Math.max(createdAt + 1800, takesPlaceAt + (Math.floor(v * 5) - 2) * DAY_SECONDS);
    const isDone = u < DONE && doneAt <= end;
    table.add({
      engagement_id: id,
      status: isDone ? "COMPLETED" : "NOT_STARTED",
      due_at: takesPlaceAt,
      completed_at: isDone ? doneAt : null,
      _synced_at: nextBatch(isDone ? doneAt : createdAt, BATCH_SECONDS, tier.asOfDay),
    });
  });
  return table.finish();
}

export function writeEngagementContacts({ tier }: Setting, rows: Rows): TableData {
  const table = new TableBuilder(schema.engagementContact, rows.length);
  rows.forEach(({ contact }, index) => {
    table.add({
      engagement_id: idOf(index),
      contact_id: contact.id,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  });
  return table.finish();
}

export function writeEngagementCompanies({ tier }: Setting, rows: Rows): TableData {
  const table = new TableBuilder(schema.engagementCompany, rows.length);
  rows.forEach(({ company }, index) => {
    if (company === null) return;
    table.add({
      engagement_id: idOf(index),
      company_id: company.id,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  });
  return table.finish();
}

export function writeEngagementDeals({ tier }: Setting, rows: Rows): TableData {
  const table = new TableBuilder(schema.engagementDeal, rows.length);
  rows.forEach(({ deal }, index) => {
    if (deal === null) return;
    table.add({
      engagement_id: idOf(index),
      deal_id: deal.id,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  });
  return table.finish();
}
