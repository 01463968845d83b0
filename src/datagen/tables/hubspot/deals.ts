/**
 * `hubspot.deal` with its stages, its property history, the pipelines and the people and companies of each deal.
 *
 * The deal shows how it stands; `deal_stage` and `deal_property_history` show how it came there. Stages are read anew every night,
 * because the end of a stage is filled in when the deal leaves it.
 */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import * as schema from "../../schema/hubspot.ts";
import { valueAt } from "../../sales/forecast.ts";
import { standIn } from "../../sales/owners.ts";
import { ALL_PIPELINES } from "../../sales/pipelines.ts";
import { stageAt, type Deal, type Sales } from "../../sales/records.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { endOfWorld, nextBatch, nightlyLoad } from "../load-time.ts";

const BATCH_SECONDS = DAY_SECONDS;
/** HubSpot's numbers for "primary company" and "contact of a deal". */
const COMPANY_TYPE = 5;
const CONTACT_TYPE = 3;

export function writeDeals({ tier }: Setting, { deals }: Sales): TableData {
  const end = endOfWorld(tier.asOfDay);
  const table = new TableBuilder(schema.deal, deals.length);
  for (const deal of deals) {
    const { stage, at } = stageAt(deal, end);
    table.add({
      deal_id: deal.id,
      owner_id: standIn(deal.owner, stage.outcome === null ? end : at).id,
      deal_pipeline_id: deal.pipeline.id,
      deal_pipeline_stage_id: stage.id,
      property_dealname: deal.name,
      property_amount: valueAt(deal.amounts, end)?.cents ?? null,
      property_dealtype: deal.pipeline.name === "new_business" ? "newbusiness" : "existingbusiness",
      property_closedate: valueAt(deal.closeDates, end)?.closeAt ?? null,
      property_createdate: deal.openedAt,
      property_closed_lost_reason: stage.outcome === "lost" ? deal.lostReason : null,
      property_forecast_category: forecastOf(stage),
      is_deleted: false,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

function forecastOf({ outcome, probability }: ReturnType<typeof stageAt>["stage"]): string {
  if (outcome !== null) return outcome === "won" ? "closed" : "omitted";
  if (probability >= 800) return "commit";
  return probability >= 400 ? "best_case" : "pipeline";
}

export function writeDealStages({ tier }: Setting, { deals }: Sales): TableData {
  const end = endOfWorld(tier.asOfDay);
  const table = new TableBuilder(schema.dealStage, deals.length * 5);
  for (const { id, course, pipeline } of deals)
    course.forEach(({ stage, at }, index) => {
      if (at > end) return;
      const next = course[index + 1];
      const leftAt = next === undefined || next.at > end ? null : next.at;
      table.add({
        deal_id: id,
        date_entered: at,
        value: String(stage.id),
        // The sign-up closes a new deal by itself; people move all others.
        source: stage.outcome === "won" && pipeline.name === "new_business" ? "INTEGRATION" : "CRM_UI",
        _start: at,
        _end: leftAt,
        _active: leftAt === null,
        _synced_at: nightlyLoad(tier.asOfDay),
      });
    });
  return table.finish();
}

interface Value {
  readonly name: string;
  readonly at: number;
  readonly value: string;
  readonly source: string;
}

export function writeDealPropertyHistory({ tier }: Setting, { deals }: Sales): TableData {
  const end = endOfWorld(tier.asOfDay);
  const table = new TableBuilder(schema.dealPropertyHistory, deals.length * 5);
  for (const deal of deals)
    for (const { name, at, value, source } of historyOf(deal)) {
      if (at > end) continue;
      table.add({
        deal_id: deal.id,
        name,
        timestamp: at,
        value,
        source,
        _synced_at: nextBatch(at, BATCH_SECONDS, tier.asOfDay),
      });
    }
  return table.finish();
}

/** By name, then time. */
function historyOf(deal: Deal): Value[] {
  const { owner, openedAt, course } = deal;
  const closedAt = course.at(-1)?.at ?? openedAt;
  const owned: Value[] = [];
  const leftAt = owner.leftDay === null ? null : owner.leftDay * DAY_SECONDS;
  if (leftAt !== null && leftAt > openedAt && leftAt < closedAt)
    owned.push({
      name: "hubspot_owner_id",
      at: leftAt,
      value: String(standIn(owner, leftAt).id),
      source: "AUTOMATION",
    });
  return [
    ...deal.amounts.map(({ at, cents }) => ({ name: "amount", at, value: dollars(cents), source: "CRM_UI" })),
    ...deal.closeDates.map(({ at, closeAt }) => ({
      name: "closedate",
      at,
      value: String(Math.floor(closeAt / DAY_SECONDS) * DAY_SECONDS * 1000),
      source: at === closedAt ? "CALCULATED" : "CRM_UI",
    })),
    ...owned,
  ];
}

function dollars(cents: number): string {
  const rest = cents % 100;
  return rest === 0 ? String(cents / 100) : `${String((cents - rest) / 100)}.${String(rest).padStart(2, "0")}`;
}

export function writeDealPipelines({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.dealPipeline, 4);
  for (const { id, label } of ALL_PIPELINES)
    table.add({ pipeline_id: id, label, is_deleted: false, _synced_at: nightlyLoad(tier.asOfDay) });
  return table.finish();
}

export function writeDealPipelineStages({ tier }: Setting): TableData {
  const table = new TableBuilder(schema.dealPipelineStage, 32);
  for (const { id, open, won, lost } of ALL_PIPELINES)
    for (const stage of [...open, won, lost])
      table.add({
        stage_id: stage.id,
        pipeline_id: id,
        label: stage.label,
        probability: stage.probability,
        display_order: stage.order,
        is_closed: stage.outcome !== null,
        closed_won: stage.outcome === "won",
        _synced_at: nightlyLoad(tier.asOfDay),
      });
  return table.finish();
}

export function writeDealCompanies({ tier }: Setting, { deals }: Sales): TableData {
  const table = new TableBuilder(schema.dealCompany, deals.length);
  for (const { id, company } of deals)
    if (company !== null)
      table.add({
        deal_id: id,
        company_id: company.id,
        type_id: COMPANY_TYPE,
        _synced_at: nightlyLoad(tier.asOfDay),
      });
  return table.finish();
}

export function writeDealContacts({ tier }: Setting, { deals }: Sales): TableData {
  const table = new TableBuilder(schema.dealContact, deals.length * 2);
  for (const { id, contact, colleagues } of deals)
    for (const contactId of [contact, ...colleagues].map((person) => person.id).sort((a, b) => a - b))
      table.add({
        deal_id: id,
        contact_id: contactId,
        type_id: CONTACT_TYPE,
        _synced_at: nightlyLoad(tier.asOfDay),
      });
  return table.finish();
}
