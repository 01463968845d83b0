/** Stages, wins and losses, work with people and the forecast of a quarter, walked through deal by deal. */
import { DAYS, dayOf, firstOfMonth, monthsBefore, ratio, sumOf, textOf, type MetricsLab } from "./metrics-lab.ts";
import { contactMap } from "./metrics-people.ts";

interface Stay {
  readonly deal: number;
  readonly stage: number;
  readonly order: number;
  readonly probability: number;
  readonly isClosed: boolean;
  readonly isWon: boolean;
  readonly from: number;
  readonly to: number;
  /** How the deal left the stage: for a later one or as won. */
  readonly wentOn: boolean;
}

interface Change {
  readonly deal: number;
  readonly value: number;
  readonly day: number;
}

const quarterOf = (day: number): string => {
  const text = textOf(day);
  return `${text.slice(0, 4)}-${Math.floor((Number(text.slice(5, 7)) - 1) / 3)}`;
};

/** The first day of the quarter, so many quarters back. */
const firstOfQuarter = (text: string, back: number): number => {
  const month = Number(text.slice(5, 7));
  const first = `${text.slice(0, 4)}-${String(month - ((month - 1) % 3)).padStart(2, "0")}-01`;
  return monthsBefore(first, 3 * back);
};

async function staysOf(lab: MetricsLab): Promise<readonly Stay[]> {
  const rows = (
    await lab.rows(
      "select entries.deal_id, entries.stage_id, stages.display_order, cast(stages.probability as double) as probability, stages.is_closed, stages.is_closed_won, cast(cast(entries.valid_from as date) as varchar) as day from {{ ref('stg_hubspot__deal_stages') }} as entries inner join {{ ref('stg_hubspot__deals') }} as deals on entries.deal_id = deals.deal_id inner join {{ ref('stg_hubspot__pipeline_stages') }} as stages on entries.stage_id = stages.stage_id and stages.object_type = 'deal' where not deals.is_deleted and entries.valid_from < {{ as_of_timestamp() }} order by entries.deal_id, entries.valid_from",
    )
  ).map((row) => ({
    deal: Number(row["deal_id"]),
    stage: Number(row["stage_id"]),
    order: Number(row["display_order"]),
    probability: Number(row["probability"]),
    isClosed: row["is_closed"] === true,
    isWon: row["is_closed_won"] === true,
    from: dayOf(String(row["day"])),
  }));
  const entries = rows.filter((row, at) => rows[at - 1]?.deal !== row.deal || rows[at - 1]?.stage !== row.stage);
  return entries.map((entry, at) => {
    const next = entries[at + 1]?.deal === entry.deal ? entries[at + 1] : undefined;
    const wentOn = next !== undefined && (next.isWon || (next.order > entry.order && !next.isClosed));
    return { ...entry, to: next?.from ?? Infinity, wentOn };
  });
}

export async function sellingOfTheCompany(lab: MetricsLab): Promise<void> {
  const stays = await staysOf(lab);
  const asOf = dayOf("2025-12-31");
  const deals = (
    await lab.rows(
      "select deal_id, cast(amount as double) as amount, is_open, is_won, cast(cast(created_at as date) as varchar) as created, cast(close_date as varchar) as closes from {{ ref('sales_pipeline') }}",
    )
  ).map((row) => ({
    id: Number(row["deal_id"]),
    amount: Number(row["amount"]),
    isOpen: row["is_open"] === true,
    isWon: row["is_won"] === true,
    created: dayOf(String(row["created"])),
    closes: row["closes"] === null ? Infinity : dayOf(String(row["closes"])),
  }));
  const amountOf = new Map(deals.map((deal) => [deal.id, deal.amount]));
  const history = async (name: string): Promise<readonly Change[]> =>
    (
      await lab.rows(
        `select deal_id, cast(property_value as double) as value, cast(cast(changed_at as date) as varchar) as day from {{ ref('stg_hubspot__deal_property_history') }} where property_name = '${name}' and property_value is not null order by changed_at`,
      )
    ).map((row) => ({
      deal: Number(row["deal_id"]),
      value: Number(row["value"]),
      day: dayOf(String(row["day"])),
    }));
  const [amounts, closings] = [await history("amount"), await history("closedate")];
  const known = (changes: readonly Change[], deal: number, day: number): number | undefined =>
    changes.findLast((change) => change.deal === deal && change.day <= day)?.value;
  const openOn = (day: number) =>
    stays
      .filter((stay) => !stay.isClosed && stay.from <= day && stay.to > day && amountOf.has(stay.deal))
      .map((stay) => ({ ...stay, amount: known(amounts, stay.deal, day) ?? amountOf.get(stay.deal)! }));
  // Nine of ten finished stays in the stage were not longer.
  const usual = new Map<number, number>();
  for (const stage of new Set(stays.map((stay) => stay.stage))) {
    const lengths = stays
      .filter((stay) => stay.stage === stage && !stay.isClosed && stay.to !== Infinity)
      .map((stay) => Math.min(stay.to, asOf) - stay.from)
      .sort((a, b) => a - b);
    if (lengths.length > 0) usual.set(stage, lengths[Math.ceil(0.9 * lengths.length) - 1]!);
  }
  const commit = await lab.variable("forecast_commit_from");
  const won = deals.filter((deal) => deal.isWon);
  const wonOfQuarter = (day: number): number =>
    sumOf(
      won.flatMap((deal) => (deal.closes <= day && quarterOf(deal.closes) === quarterOf(day) ? [deal.amount] : [])),
    );
  const forecastOn = (day: number): number => {
    const rest = openOn(day).flatMap((stay) => {
      const closes = known(closings, stay.deal, day);
      if (closes === undefined || quarterOf(Math.floor(closes / 86_400_000)) !== quarterOf(day)) return [];
      return [stay.amount * (stay.probability >= commit ? 1 : stay.probability)];
    });
    return wonOfQuarter(day) + sumOf(rest);
  };
  // Of several changes of an expected close on a day, the last one holds.
  const moves = [...new Set(closings.map((change) => change.deal))].flatMap((deal) => {
    const days = new Map<number, number>();
    for (const change of closings)
      if (change.deal === deal) days.set(change.day, Math.floor(change.value / 86_400_000));
    const list = [...days].sort((a, b) => a[0] - b[0]);
    return list.flatMap(([day, closes], at) => {
      const before = list[at - 1]?.[1];
      const isLater = before !== undefined && textOf(closes).slice(0, 7) > textOf(before).slice(0, 7);
      return isLater && amountOf.has(deal) ? [day] : [];
    });
  });
  const work = (
    await lab.rows(
      "select engagement_type as kind, cast(cast(occurred_at as date) as varchar) as day from {{ ref('stg_hubspot__engagements') }} where is_completed and engagement_id in (select engagement_id from {{ ref('stg_hubspot__engagement_associations') }})",
    )
  ).map((row) => ({ kind: String(row["kind"]), day: dayOf(String(row["day"])) }));
  const closed = deals.filter((deal) => !deal.isOpen);
  for (const text of DAYS) {
    const day = dayOf(text);
    const open = openOn(day);
    const inMonth = (at: number): boolean => at >= firstOfMonth(text) && at <= day;
    const within = (at: number, days: number): boolean => at <= day && at > day - days;
    lab.expect("qualified_pipeline_value", text, sumOf(open.map((stay) => (stay.order >= 1 ? stay.amount : 0))));
    lab.expect(
      "stalled_deal_count",
      text,
      open.filter((stay) => day - stay.from > (usual.get(stay.stage) ?? Infinity)).length,
    );
    lab.expect(
      "pipeline_created_mtd",
      text,
      sumOf(deals.flatMap((deal) => (inMonth(deal.created) ? [deal.amount] : []))),
    );
    lab.expect("deals_lost_mtd", text, closed.filter((deal) => !deal.isWon && inMonth(deal.closes)).length);
    const recent = closed.filter((deal) => within(deal.closes, 90));
    lab.expect(
      "win_rate_by_amount",
      text,
      ratio(sumOf(recent.map((deal) => (deal.isWon ? deal.amount : 0))), sumOf(recent.map((deal) => deal.amount))),
    );
    const left = stays.filter((stay) => !stay.isClosed && within(stay.to, 90) && amountOf.has(stay.deal));
    lab.expect("stage_conversion_rate", text, ratio(left.filter((stay) => stay.wentOn).length, left.length));
    lab.expect("avg_days_in_stage", text, ratio(sumOf(left.map((stay) => stay.to - stay.from)), left.length));
    lab.expect("slipped_deals_mtd", text, moves.filter(inMonth).length);
    const actual = wonOfQuarter(firstOfQuarter(text, 0) - 1);
    const miss = Math.abs(forecastOn(firstOfQuarter(text, 1)) - actual);
    lab.expect("forecast_accuracy", text, actual === 0 ? null : 1 - miss / actual);
    const done = (kind: string): number => work.filter((one) => one.kind === kind && within(one.day, 30)).length;
    const [calls, emails, meetings] = [done("call"), done("email"), done("meeting")];
    lab.expect("calls_made_30d", text, calls);
    lab.expect("emails_sent_30d", text, emails);
    lab.expect("meetings_held_30d", text, meetings);
    lab.expect("activities_per_opportunity", text, ratio(calls + emails + meetings, open.length));
  }
}

/** What sales makes of qualified leads: taken up or turned down, and how soon somebody talks to them. */
export async function workOnLeads(lab: MetricsLab): Promise<void> {
  const { person: personOf } = await contactMap(lab);
  const work = new Map<number, number[]>();
  for (const row of await lab.rows(
    "select associations.object_id as contact_id, cast(epoch(engagements.occurred_at) / 60 as double) as minute from {{ ref('stg_hubspot__engagements') }} as engagements inner join {{ ref('stg_hubspot__engagement_associations') }} as associations on engagements.engagement_id = associations.engagement_id and associations.object_type = 'contact' where engagements.engagement_type in ('call', 'email', 'meeting') and engagements.is_completed and engagements.occurred_at < {{ as_of_timestamp() }}",
  )) {
    const person = personOf(row["contact_id"]);
    work.set(person, [...(work.get(person) ?? []), Math.floor(Number(row["minute"]))]);
  }
  const leads = (
    await lab.rows(
      "select contact_id, disqualified_reason, cast(mql_date as varchar) as day from {{ ref('stg_hubspot__marketing_qualified_leads') }}",
    )
  ).map((row) => {
    const day = dayOf(String(row["day"]));
    const after = (work.get(personOf(row["contact_id"])) ?? []).filter((minute) => minute >= day * 1440);
    const hours = after.length === 0 ? null : (Math.min(...after) - day * 1440) / 60;
    return { day, isAccepted: row["disqualified_reason"] === null, hours };
  });
  for (const text of DAYS) {
    const day = dayOf(text);
    const within = (days: number): typeof leads => leads.filter((lead) => lead.day <= day && lead.day > day - days);
    lab.expect("total_mqls_accepted", text, within(30).filter((lead) => lead.isAccepted).length);
    // What happens after the day is not known on it.
    const waits = within(90)
      .flatMap(({ day: from, hours }) =>
        hours !== null && from * 24 + Math.ceil(hours) <= (day + 1) * 24 ? [hours] : [],
      )
      .sort((a, b) => a - b);
    const middle = waits.length / 2;
    const median = Number.isInteger(middle)
      ? ((waits[middle - 1] ?? NaN) + (waits[middle] ?? NaN)) / 2
      : waits[Math.floor(middle)]!;
    lab.expect("speed_to_lead_hours", text, waits.length === 0 ? null : median);
  }
}
