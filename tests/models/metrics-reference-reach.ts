/** Advertising by platform, credit of touches, leads, pages and messages, counted again from what platforms and tools report. */
import { DAYS, dayOf, ratio, sumOf, type MetricsLab } from "./metrics-lab.ts";
import { contactMap, firstPaidDays } from "./metrics-people.ts";

const HALF_LIFE_DAYS = 7;
const [AT_ENDS, BETWEEN] = [0.4, 0.2];
const PLATFORMS = ["google_ads", "facebook_ads", "linkedin_ads"];
const MODELS = ["first_touch", "last_touch", "linear", "time_decay", "position_based", "markov"] as const;

interface AdDay {
  readonly platform: string;
  readonly channel: string;
  readonly campaign: string;
  readonly day: number;
  readonly spend: number;
  readonly impressions: number;
  readonly clicks: number;
  readonly claimed: number;
}

interface Credit {
  readonly channel: string;
  readonly day: number;
  readonly model: (typeof MODELS)[number];
  readonly credit: number;
  readonly revenue: number;
}

async function adDays(lab: MetricsLab): Promise<readonly AdDay[]> {
  const rows = await lab.rows(
    "select platform, channel, campaign_key, cast(date_day as varchar) as day, cast(spend_usd as double) as spend, impressions, clicks, cast(platform_conversions as double) as claimed from {{ ref('int_campaigns__daily_performance') }}",
  );
  return rows.map((row) => ({
    platform: String(row["platform"]),
    channel: String(row["channel"]),
    campaign: String(row["campaign_key"]),
    day: dayOf(String(row["day"])),
    spend: Number(row["spend"]),
    impressions: Number(row["impressions"]),
    clicks: Number(row["clicks"]),
    claimed: Number(row["claimed"] ?? 0),
  }));
}

/** Each conversion is divided among its touches, by six rules. */
async function credits(lab: MetricsLab): Promise<readonly Credit[]> {
  const effects = new Map(
    (
      await lab.rows(
        "select channel, removal_effect from {{ ref('int_marketing__channel_values') }} where method = 'markov'",
      )
    ).map((row) => [String(row["channel"]), Number(row["removal_effect"])]),
  );
  const journeys = new Map<number, { day: number; revenue: number; touches: { channel: string; before: number }[] }>();
  for (const row of await lab.rows(
    "select journeys.conversion_id, journeys.channel, journeys.days_before, cast(conversions.revenue as double) as revenue, cast(cast(conversions.converted_at as date) as varchar) as day from {{ ref('int_marketing__journeys') }} as journeys inner join {{ ref('int_marketing__conversions') }} as conversions on journeys.conversion_id = conversions.conversion_id where journeys.converted order by journeys.conversion_id, journeys.pos",
  )) {
    const id = Number(row["conversion_id"]);
    const journey = journeys.get(id) ?? {
      day: dayOf(String(row["day"])),
      revenue: Number(row["revenue"]),
      touches: [],
    };
    journey.touches.push({ channel: String(row["channel"]), before: Number(row["days_before"] ?? 0) });
    journeys.set(id, journey);
  }
  return [...journeys.values()].flatMap(({ day, revenue, touches }) => {
    const last = touches.length - 1;
    const decay = touches.map(({ before }) => 2 ** (-before / HALF_LIFE_DAYS));
    const same = (channel: string): number => touches.filter((touch) => touch.channel === channel).length;
    const markov = touches.map(({ channel }) => (effects.get(channel) ?? 0) / same(channel));
    return touches.flatMap(({ channel }, at): Credit[] => {
      const position =
        last === 0 ? 1 : last === 1 ? 0.5 : at === 0 || at === last ? AT_ENDS : BETWEEN / (touches.length - 2);
      const shares: Readonly<Record<(typeof MODELS)[number], number>> = {
        first_touch: at === 0 ? 1 : 0,
        last_touch: at === last ? 1 : 0,
        linear: 1 / touches.length,
        time_decay: decay[at]! / sumOf(decay),
        position_based: position,
        markov: sumOf(markov) > 0 ? markov[at]! / sumOf(markov) : 1 / touches.length,
      };
      return MODELS.map((model) => ({ channel, day, model, credit: shares[model], revenue: shares[model] * revenue }));
    });
  });
}

export async function reachOfAdvertising(lab: MetricsLab): Promise<void> {
  const margin = await lab.variable("gross_margin");
  const ads = (await adDays(lab)).filter((ad) => PLATFORMS.includes(ad.platform));
  const all = await credits(lab);
  const platformOf = new Map(ads.flatMap((ad) => (ad.spend > 0 ? [[ad.channel, ad.platform] as const] : [])));
  const budgets = new Map(
    (
      await lab.rows(
        "select campaign_key, cast(budget_usd as double) as budget from {{ ref('int_campaigns__core') }} where budget_usd > 0",
      )
    ).map((row) => [String(row["campaign_key"]), Number(row["budget"])]),
  );
  // A campaign lives from its first delivery or touch to its last.
  const touched = (
    await lab.rows(
      "select campaign_key, cast(cast(touched_at as date) as varchar) as day from {{ ref('int_campaigns__attribution') }} where model = 'linear' and campaign_key is not null",
    )
  ).map((row) => ({ campaign: String(row["campaign_key"]), day: dayOf(String(row["day"])) }));
  const lives = new Map<string, { from: number; to: number }>();
  for (const { campaign, day } of [...ads, ...touched]) {
    const life = lives.get(campaign) ?? { from: day, to: day };
    lives.set(campaign, { from: Math.min(life.from, day), to: Math.max(life.to, day) });
  }
  const platforms = new Map(ads.map((ad) => [ad.campaign, ad.platform]));
  const spent = new Map<string, AdDay[]>();
  for (const ad of ads) spent.set(ad.campaign, [...(spent.get(ad.campaign) ?? []), ad]);
  const reactions = (
    await lab.rows(
      "select cast(sum(action_count) as double) as n, cast(date_day as varchar) as day from {{ ref('stg_facebook_ads__ad_actions') }} where action_type = 'link_click' group by date_day",
    )
  ).map((row) => ({ n: Number(row["n"]), day: dayOf(String(row["day"])) }));
  for (const text of DAYS) {
    const day = dayOf(text);
    const within = <T extends { day: number }>(list: readonly T[], days: number): readonly T[] =>
      list.filter((one) => one.day <= day && one.day > day - days);
    const month = within(ads, 30);
    const total = (list: readonly AdDay[], name: "spend" | "impressions" | "clicks" | "claimed"): number =>
      sumOf(list.map((ad) => ad[name]));
    const entities: readonly (readonly [string, readonly AdDay[], (channel: string) => boolean])[] = [
      ["", month, () => true],
      ...PLATFORMS.map(
        (platform) =>
          [
            `${platform} `,
            month.filter((ad) => ad.platform === platform),
            (channel: string) => platformOf.get(channel) === platform,
          ] as const,
      ),
      ...[...platformOf.keys()].map(
        (channel) =>
          [`${channel} `, month.filter((ad) => ad.channel === channel), (other: string) => other === channel] as const,
      ),
    ];
    for (const [entity, own, holds] of entities) {
      const expect = (name: string, value: number | null): void => lab.expect(name, `${entity}${text}`, value);
      const [spend, impressions, clicks] = [total(own, "spend"), total(own, "impressions"), total(own, "clicks")];
      expect("impressions_30d", impressions);
      expect("clicks_30d", clicks);
      expect("ctr", ratio(clicks, impressions));
      expect("cpc", ratio(spend, clicks));
      expect("cpm", ratio(spend * 1000, impressions));
      expect("platform_conversions", total(own, "claimed"));
      const credit = (model: string): number =>
        sumOf(within(all, 30).flatMap((one) => (one.model === model && holds(one.channel) ? [one.credit] : [])));
      for (const model of MODELS) expect(`${model}_conversions`, credit(model));
      expect(
        "over_claim_ratio",
        entity === "" || credit("linear") < 1e-9 ? null : total(own, "claimed") / credit("linear"),
      );
    }
    for (const [platform, spendOf, roiOf] of [
      ["google_ads", "google_ads_spend", "google_roi"],
      ["facebook_ads", "meta_ads_spend", "facebook_roi"],
      ["linkedin_ads", "linkedin_ads_spend", "linkedin_roi"],
    ] as const) {
      const own = ads.filter((ad) => ad.platform === platform);
      lab.expect(spendOf, `${platform} ${text}`, total(within(own, 1), "spend"));
      const cost = total(within(own, 90), "spend");
      const brought = sumOf(
        within(all, 90).flatMap((one) =>
          one.model === "linear" && platformOf.get(one.channel) === platform ? [one.revenue] : [],
        ),
      );
      lab.expect(roiOf, `${platform} ${text}`, ratio(brought * margin - cost, cost));
      const running = [...budgets].flatMap(([campaign, budget]) => {
        const life = lives.get(campaign);
        if (platforms.get(campaign) !== platform || !life || life.from > day || life.to < day) return [];
        const so = (spent.get(campaign) ?? []).filter((ad) => ad.day <= day);
        return [{ spent: total(so, "spend"), planned: budget * (day - life.from + 1) }];
      });
      lab.expect(
        "budget_pacing",
        `${platform} ${text}`,
        ratio(sumOf(running.map((one) => one.spent)), sumOf(running.map((one) => one.planned))),
      );
    }
    const shown = total(
      month.filter((ad) => ad.platform === "facebook_ads"),
      "impressions",
    );
    lab.expect(
      "social_engagement_rate",
      `facebook_ads ${text}`,
      ratio(sumOf(within(reactions, 30).map(({ n }) => n)), shown),
    );
  }
}

export async function reachOfLeads(lab: MetricsLab): Promise<void> {
  const ads = (await adDays(lab)).filter((ad) => PLATFORMS.includes(ad.platform));
  const contacts = await contactMap(lab);
  const first = new Map<number, number>();
  for (const row of await lab.rows(
    "select contact_id, cast(cast(submitted_at as date) as varchar) as day from {{ ref('stg_hubspot__form_submissions') }} where contact_id is not null and submitted_at < {{ as_of_timestamp() }}",
  )) {
    const person = contacts.person(row["contact_id"]);
    first.set(person, Math.min(dayOf(String(row["day"])), first.get(person) ?? Infinity));
  }
  const paid = await firstPaidDays(lab);
  const mqls = (
    await lab.rows(
      "select contact_id, lead_source, mql_score, cast(mql_date as varchar) as day from {{ ref('stg_hubspot__marketing_qualified_leads') }}",
    )
  ).map((row) => {
    const day = dayOf(String(row["day"]));
    const paidOn = paid.get(contacts.customer(row["contact_id"]) ?? -1) ?? null;
    return {
      day,
      source: String(row["lead_source"]),
      score: row["mql_score"] === null ? null : Number(row["mql_score"]),
      isWon: paidOn !== null && paidOn >= day && paidOn <= day + 90,
    };
  });
  const judged = mqls.filter((mql) => mql.day <= dayOf("2025-12-31") - 90);
  const wonShare = (list: typeof mqls): number | null => ratio(list.filter((mql) => mql.isWon).length, list.length);
  const journeys = (
    await lab.rows(
      "select cast(cast(conversions.converted_at as date) as varchar) as day, count(nullif(journeys.touch_id, 0)) as touches, max(journeys.days_before) as days from {{ ref('int_marketing__journeys') }} as journeys inner join {{ ref('int_marketing__conversions') }} as conversions on journeys.conversion_id = conversions.conversion_id where journeys.converted group by conversions.conversion_id, conversions.converted_at",
    )
  ).map((row) => ({
    day: dayOf(String(row["day"])),
    touches: Number(row["touches"]),
    days: row["days"] === null ? null : Number(row["days"]),
  }));
  const survey = await lab.rows(
    "select cast(month as varchar) as month, cast(aided_awareness as double) as known from {{ ref('stg_reference__brand_survey_monthly') }} order by month",
  );
  const mean = (values: readonly number[]): number | null => ratio(sumOf(values), values.length);
  for (const text of DAYS) {
    const day = dayOf(text);
    const between = (list: typeof mqls, from: number, to: number): typeof mqls =>
      list.filter((mql) => mql.day >= from && mql.day <= to);
    const spend = sumOf(ads.flatMap((ad) => (ad.day <= day && ad.day > day - 30 ? [ad.spend] : [])));
    const leads = [...first.values()].filter((lead) => lead <= day && lead > day - 30).length;
    lab.expect("cost_per_lead", text, ratio(spend, leads));
    const [recent, before] = [between(mqls, day - 29, day), between(mqls, day - 59, day - 30)];
    lab.expect("avg_mql_score", text, mean(recent.flatMap((mql) => (mql.score === null ? [] : [mql.score]))));
    lab.expect("lead_velocity_rate", text, ratio(recent.length - before.length, before.length));
    const usual = recent.flatMap(({ source }) => {
      const share = wonShare(judged.filter((mql) => mql.source === source));
      return share === null ? [] : [share];
    });
    const expected = mean(usual);
    lab.expect("lead_quality_index", text, expected === null ? null : ratio(expected, wonShare(judged)!));
    const ended = journeys.filter((journey) => journey.day <= day && journey.day > day - 90);
    lab.expect("avg_touchpoints_to_conversion", text, mean(ended.map((journey) => journey.touches)));
    lab.expect(
      "avg_days_first_touch_to_conversion",
      text,
      mean(ended.flatMap((journey) => (journey.days === null ? [] : [journey.days]))),
    );
    // A month's survey is known when the month is over.
    const month = survey.findLast((row) => String(row["month"]).slice(0, 7) < text.slice(0, 7));
    lab.expect("brand_awareness_score", text, month ? Number(month["known"]) : null);
  }
}

export async function reachOfPagesAndMessages(lab: MetricsLab): Promise<void> {
  const visits = (
    await lab.rows(
      "select landing_page, is_bounced, is_converted_form, cast(cast(started_at as date) as varchar) as day from {{ ref('stg_app_database__web_sessions') }} where started_at < {{ as_of_timestamp() }}",
    )
  ).map((row) => ({
    page: String(row["landing_page"]),
    isBounced: row["is_bounced"] === true,
    isForm: row["is_converted_form"] === true,
    day: dayOf(String(row["day"])),
  }));
  const pages = new Map<string, { visits: number; forms: number }>();
  for (const { page, isForm } of visits) {
    const held = pages.get(page) ?? { visits: 0, forms: 0 };
    pages.set(page, { visits: held.visits + 1, forms: held.forms + (isForm ? 1 : 0) });
  }
  // A message is counted once for each thing that happens to it, on the first day on which it did.
  const messages = new Map<string, { kind: string; day: number }>();
  const take = (key: string, kind: string, day: number): void => {
    const held = messages.get(`${key} ${kind}`);
    if (held === undefined || day < held.day) messages.set(`${key} ${kind}`, { kind, day });
  };
  for (const row of await lab.rows(
    "select coalesce(message_id, cast(event_id as varchar)) as message, event_name, cast(cast(occurred_at as date) as varchar) as day from {{ ref('stg_iterable__events') }} where occurred_at < {{ as_of_timestamp() }}",
  )) {
    const kind = String(row["event_name"]);
    take(`iterable ${String(row["message"])}`, kind === "send" ? "sent" : kind, dayOf(String(row["day"])));
  }
  for (const row of await lab.rows(
    "select email_campaign_id || ' ' || recipient_email as message, event_type, cast(cast(occurred_at as date) as varchar) as day from {{ ref('stg_hubspot__email_events') }} where occurred_at < {{ as_of_timestamp() }}",
  ))
    take(`hubspot ${String(row["message"])}`, String(row["event_type"]), dayOf(String(row["day"])));
  for (const text of DAYS) {
    const day = dayOf(text);
    const seen = visits.filter((visit) => visit.day <= day && visit.day > day - 30);
    lab.expect("bounce_rate", text, ratio(seen.filter((visit) => visit.isBounced).length, seen.length));
    const usual = sumOf(seen.map(({ page }) => pages.get(page)!.forms / pages.get(page)!.visits));
    lab.expect("page_performance_index", text, ratio(seen.filter((visit) => visit.isForm).length, usual));
    const recent = [...messages.values()].filter((message) => message.day <= day && message.day > day - 30);
    const count = (kind: string): number => recent.filter((message) => message.kind === kind).length;
    const delivered = count("sent") - count("bounce");
    lab.expect("email_open_rate", text, ratio(count("open"), delivered));
    lab.expect("email_click_rate", text, ratio(count("click"), delivered));
    lab.expect("email_unsubscribe_rate", text, ratio(count("unsubscribe"), delivered));
    lab.expect("email_bounce_rate", text, ratio(count("bounce"), count("sent")));
  }
}
