/** `hubspot.marketing_qualified_lead`: one row per contact whose score reached 60, with what sales made of it. */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import type { Channel } from "../../market/channels.ts";
import type { Contact, Market } from "../../market/market.ts";
import { scoreAt } from "../../market/scoring.ts";
import * as schema from "../../schema/hubspot.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { endOfWorld, nextBatch } from "../load-time.ts";

/** Sales has two weeks to decline a lead; the reason is filled in then. */
const DECISION_SECONDS = 14 * DAY_SECONDS;

const LEAD_SOURCES: Readonly<Record<Channel, string>> = {
  organic: "organic_search",
  direct: "direct",
  referral: "referral",
  partner: "partner",
  email: "email",
  google_non_brand: "paid_search",
  google_brand: "paid_search_brand",
  facebook_prospecting: "paid_social",
  facebook_retargeting: "retargeting",
  linkedin: "linkedin",
};

export function writeMarketingQualifiedLeads({ tier }: Setting, { contacts }: Market): TableData {
  const end = endOfWorld(tier.asOfDay);
  const qualified = contacts
    .flatMap((contact) => (contact.mqlAt === null || contact.mqlAt > end ? [] : [{ contact, at: contact.mqlAt }]))
    .sort((a, b) => a.at - b.at || a.contact.id - b.contact.id);
  const table = new TableBuilder(schema.marketingQualifiedLead, qualified.length);
  qualified.forEach(({ contact, at }, index) => {
    const decidedAt = at + DECISION_SECONDS;
    const declined = contact.disqualified !== null && decidedAt <= end;
    table.add({
      id: 501000001 + index,
      contact_id: contact.id,
      mql_date: Math.floor(at / DAY_SECONDS),
      mql_score: scoreAt(contact.scores, at),
      lead_source: sourceOf(contact),
      campaign_ref: contact.journey?.lastCampaign?.name ?? null,
      disqualified_reason: declined ? contact.disqualified : null,
      _synced_at: nextBatch(declined ? decidedAt : at, DAY_SECONDS, tier.asOfDay),
    });
  });
  return table.finish();
}

/** The last click before the form, as the scoring tool has it. */
function sourceOf({ journey, origin }: Contact): string {
  return journey === null ? origin : LEAD_SOURCES[journey.lastChannel];
}
