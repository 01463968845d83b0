/**
 * `hubspot.contact`, its property history and the merges: everybody whose name the company has.
 *
 * The contact shows the values of today, the history when they came. Records that were merged into another one are gone from
 * `contact`; only `contact_merge_audit` and the list of merged ids remember them.
 */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import type { Channel } from "../../market/channels.ts";
import type { Contact, Market } from "../../market/market.ts";
import { scoreAt } from "../../market/scoring.ts";
import * as schema from "../../schema/hubspot.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { endOfWorld, nextBatch, nightlyLoad } from "../load-time.ts";
import { stagesOf } from "./lifecycle.ts";

const BATCH_SECONDS = 24 * 3600;

const ANALYTICS_SOURCES: Readonly<Record<Channel, readonly [source: string, detail: string]>> = {
  organic: ["ORGANIC_SEARCH", "google"],
  direct: ["DIRECT_TRAFFIC", "www.taplab.example"],
  referral: ["REFERRALS", "barkeepers-journal.example"],
  partner: ["REFERRALS", "dealers.example"],
  email: ["EMAIL_MARKETING", "newsletter"],
  google_non_brand: ["PAID_SEARCH", "google"],
  google_brand: ["PAID_SEARCH", "google"],
  facebook_prospecting: ["PAID_SOCIAL", "facebook"],
  facebook_retargeting: ["PAID_SOCIAL", "facebook"],
  linkedin: ["PAID_SOCIAL", "linkedin"],
};

export function writeContacts({ tier }: Setting, { contacts }: Market): TableData {
  const end = endOfWorld(tier.asOfDay);
  const table = new TableBuilder(schema.contact, contacts.length);
  for (const contact of contacts) {
    const [source, detail] = sourceOf(contact);
    const merged = contact.merged.map(({ id }) => id);
    table.add({
      id: contact.id,
      property_email: contact.email,
      property_firstname: contact.firstName,
      property_lastname: contact.lastName,
      property_company: contact.company?.name ?? null,
      associated_company_id: contact.company?.id ?? null,
      property_jobtitle: contact.jobTitle,
      property_lifecyclestage: stagesOf(contact, end).at(-1)?.stage ?? null,
      property_hs_analytics_source: source,
      property_hs_analytics_source_data_1: detail,
      property_hubspotscore: scoreAt(contact.scores, end),
      property_hs_email_optout: contact.optedOutAt !== null && contact.optedOutAt <= end,
      property_merged_vids: merged.length === 0 ? null : merged.join(";"),
      property_createdate: contact.createdAt,
      is_deleted: false,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

/** Where the person was first seen. */
function sourceOf({ journey, origin }: Contact): readonly [string, string] {
  if (journey !== null) return ANALYTICS_SOURCES[journey.firstChannel];
  const details = { form: "WEB", application: "INTEGRATION", sales: "CRM_UI", import: "IMPORT" } as const;
  return ["OFFLINE", details[origin]];
}

interface HistoryRow {
  readonly name: string;
  readonly at: number;
  readonly value: string;
  readonly source: string;
}

export function writeContactPropertyHistory({ tier }: Setting, { contacts }: Market): TableData {
  const end = endOfWorld(tier.asOfDay);
  const table = new TableBuilder(schema.contactPropertyHistory, contacts.length * 3);
  for (const contact of contacts)
    for (const { name, at, value, source } of historyOf(contact, end))
      table.add({
        contact_id: contact.id,
        name,
        timestamp: at,
        value,
        source,
        _synced_at: nextBatch(at, BATCH_SECONDS, tier.asOfDay),
      });
  return table.finish();
}

/** By name, then by time, as the key has it. The score is kept when it makes somebody a qualified lead after the first day. */
function historyOf(contact: Contact, end: number): HistoryRow[] {
  const rows: HistoryRow[] = [];
  const { optedOutAt, mqlAt, scores, createdAt } = contact;
  if (optedOutAt !== null && optedOutAt <= end)
    rows.push({ name: "hs_email_optout", at: optedOutAt, value: "true", source: "EMAIL" });
  if (mqlAt !== null && mqlAt <= end && mqlAt > createdAt + DAY_SECONDS)
    rows.push({ name: "hubspotscore", at: mqlAt, value: String(scoreAt(scores, mqlAt)), source: "WORKFLOW" });
  for (const { stage, at, source } of stagesOf(contact, end))
    rows.push({ name: "lifecyclestage", at, value: stage, source });
  return rows;
}

export function writeContactMergeAudit({ tier }: Setting, { contacts }: Market): TableData {
  const merges = contacts.flatMap(({ merged }) => merged);
  const table = new TableBuilder(schema.contactMergeAudit, merges.length);
  for (const { id, into, at } of [...merges].sort((a, b) => a.into - b.into || a.id - b.id))
    table.add({
      contact_id: into,
      vid_to_merge: id,
      timestamp: at,
      _synced_at: nextBatch(at, DAY_SECONDS, tier.asOfDay),
    });
  return table.finish();
}
