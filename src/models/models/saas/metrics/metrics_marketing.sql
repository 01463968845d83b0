-- One row per day for the company, and one per advertising platform and per channel and day: what
-- marketing spends, whom it brings, and what came of it. Platforms restate their last days.
{{ config(
    tags=['pattern:window', 'pattern:asof', 'marketing'],
    indexes=[{'columns': ['metric_date']}],
) }}

with

days as (

    {{ metric_days() }}

),

campaigns_daily as (

    select * from {{ ref('entity_campaigns_daily') }}

),

campaigns as (

    select * from {{ ref('int_campaigns__core') }}

),

conversions as (

    select
        *,
        cast(converted_at as date) as converted_date

    from {{ ref('int_marketing__conversions') }}
    where cast(converted_at as date) <= {{ as_of_date() }}

),

platform_channels as (

    select distinct
        platform,
        channel

    from campaigns_daily
    where spend_usd > 0

),

-- Credit of each model, on the day of the conversion.
attribution as (

    select
        attribution.channel,
        platform_channels.platform,
        cast(attribution.converted_at as date) as converted_date,
        sum(attribution.credit) filter (where attribution.model = 'first_touch') as first_touch,
        sum(attribution.credit) filter (where attribution.model = 'last_touch') as last_touch,
        sum(attribution.credit) filter (where attribution.model = 'linear') as linear,
        sum(attribution.credit) filter (where attribution.model = 'time_decay') as time_decay,
        sum(attribution.credit) filter (where attribution.model = 'position_based') as position_based,
        sum(attribution.credit) filter (where attribution.model = 'markov') as markov,
        sum(attribution.attributed_revenue) filter (where attribution.model = 'linear') as linear_revenue

    from {{ ref('int_campaigns__attribution') }} as attribution
    left join platform_channels on attribution.channel = platform_channels.channel
    group by attribution.channel, platform_channels.platform, cast(attribution.converted_at as date)

),

-- What is measured for the company, for each platform and for each channel: its days with all numbers.
entity_days as (

    select
        case
            when grouping(platform) = 0 then 'platform'
            when grouping(channel) = 0 then 'channel'
            else 'company'
        end as entity_type,
        coalesce(platform, channel, 'all') as entity_id,
        date_day,
        sum(spend_usd) as spend,
        sum(impressions) as impressions,
        sum(clicks) as clicks,
        sum(platform_conversions) as platform_conversions

    from campaigns_daily
    where platform in ('google_ads', 'facebook_ads', 'linkedin_ads')
    group by grouping sets ((platform, date_day), (channel, date_day), (date_day))

),

credit_days as (

    select
        case
            when grouping(platform) = 0 then 'platform'
            when grouping(channel) = 0 then 'channel'
            else 'company'
        end as entity_type,
        coalesce(platform, channel, 'all') as entity_id,
        converted_date as date_day,
        sum(first_touch) as first_touch,
        sum(last_touch) as last_touch,
        sum(linear) as linear,
        sum(time_decay) as time_decay,
        sum(position_based) as position_based,
        sum(markov) as markov,
        sum(linear_revenue) filter (where platform is not null) as paid_revenue

    from attribution
    group by grouping sets ((platform, converted_date), (channel, converted_date), (converted_date))

),

entities as (

    select 'company' as entity_type, 'all' as entity_id
    union all
    select distinct 'platform', platform from platform_channels
    union all
    select distinct 'channel', channel from attribution
    where channel is not null
    union
    select distinct 'channel', channel from platform_channels

),

-- A dense grid, so that rows before are days before.
grid as (

    select
        entities.entity_type,
        entities.entity_id,
        calendar.date_day,
        coalesce(entity_days.spend, 0) as spend,
        coalesce(entity_days.impressions, 0) as impressions,
        coalesce(entity_days.clicks, 0) as clicks,
        coalesce(entity_days.platform_conversions, 0) as platform_conversions,
        coalesce(credit_days.first_touch, 0) as first_touch,
        coalesce(credit_days.last_touch, 0) as last_touch,
        coalesce(credit_days.linear, 0) as linear,
        coalesce(credit_days.time_decay, 0) as time_decay,
        coalesce(credit_days.position_based, 0) as position_based,
        coalesce(credit_days.markov, 0) as markov,
        coalesce(credit_days.paid_revenue, 0) as paid_revenue

    from entities
    cross join {{ ref('int_calendar__date_spine') }} as calendar
    left join entity_days
        on entities.entity_type = entity_days.entity_type
        and entities.entity_id = entity_days.entity_id
        and calendar.date_day = entity_days.date_day
    left join credit_days
        on entities.entity_type = credit_days.entity_type
        and entities.entity_id = credit_days.entity_id
        and calendar.date_day = credit_days.date_day
    where calendar.date_day > {{ as_of_date() }} - {{ var('metrics_days') + var('metrics_roi_days') }}
        and calendar.date_day <= {{ as_of_date() }}

),

rolling as (

    select
        entity_type,
        entity_id,
        date_day as metric_date,
        spend,
        sum(spend) over last_30_days as spend_30d,
        sum(impressions) over last_30_days as impressions_30d,
        sum(clicks) over last_30_days as clicks_30d,
        sum(platform_conversions) over last_30_days as platform_conversions_30d,
        sum(first_touch) over last_30_days as first_touch_30d,
        sum(last_touch) over last_30_days as last_touch_30d,
        sum(linear) over last_30_days as linear_30d,
        sum(time_decay) over last_30_days as time_decay_30d,
        sum(position_based) over last_30_days as position_based_30d,
        sum(markov) over last_30_days as markov_30d,
        sum(spend) over roi_days as spend_roi,
        sum(paid_revenue) over roi_days * {{ var('gross_margin') }} as profit_roi

    from grid
    window
        last_30_days as (
            partition by entity_type, entity_id order by date_day rows between 29 preceding and current row
        ),
        roi_days as (
            partition by entity_type, entity_id order by date_day
            rows between {{ var('metrics_roi_days') - 1 }} preceding and current row
        )

),

-- Of campaigns that spend: spent so far against their budget of a day times their days on record.
campaign_days as (

    select
        campaigns_daily.platform,
        campaigns_daily.date_day,
        campaigns_daily.cumulative_spend_usd,
        campaigns.budget_usd * row_number() over (
            partition by campaigns_daily.campaign_key order by campaigns_daily.date_day
        ) as planned_usd

    from campaigns_daily
    inner join campaigns on campaigns_daily.campaign_key = campaigns.campaign_key
    where campaigns.budget_usd > 0

),

pacing as (

    select
        date_day as metric_date,
        platform,
        sum(cumulative_spend_usd) as spent,
        sum(planned_usd) as planned

    from campaign_days
    group by date_day, platform

),

-- People who clicked and reacted; kinds of action contain each other, so one kind is counted.
social as (

    select
        date_day,
        sum(action_count) as actions

    from {{ ref('stg_facebook_ads__ad_actions') }}
    where action_type = 'link_click'
    group by date_day

),

social_30d as (

    select
        days.metric_date,
        sum(social.actions) as actions_30d

    from days
    inner join social on social.date_day between days.metric_date - 29 and days.metric_date
    group by days.metric_date

),

-- A person is a lead from the first form, and qualified from the first time that marketing says so.
persons as (

    select
        contact_id,
        canonical_contact_id,
        customer_id

    from {{ ref('int_identity__contact_map') }}

),

leads as (

    select
        coalesce(persons.canonical_contact_id, submissions.contact_id) as person_id,
        min(cast(submissions.submitted_at as date)) as lead_date

    from {{ ref('stg_hubspot__form_submissions') }} as submissions
    left join persons on submissions.contact_id = persons.contact_id
    where submissions.submitted_at < {{ as_of_timestamp() }}
    group by coalesce(persons.canonical_contact_id, submissions.contact_id)

),

qualified as (

    select
        mqls.mql_id,
        coalesce(persons.canonical_contact_id, mqls.contact_id) as person_id,
        mqls.mql_date,
        mqls.mql_score,
        mqls.lead_source,
        cast(customers.first_paid_at as date) as first_paid_date

    from {{ ref('stg_hubspot__marketing_qualified_leads') }} as mqls
    left join persons on mqls.contact_id = persons.contact_id
    left join {{ ref('entity_customers') }} as customers on persons.customer_id = customers.customer_id
    where mqls.mql_date <= {{ as_of_date() }}

),

with_outcome as (

    select
        *,
        coalesce(
            first_paid_date between mql_date and mql_date + {{ var('metrics_mql_customer_days') }}, false
        ) as became_customer

    from qualified

),

-- What leads of each source turned into, over everything on record.
source_quality as (

    select
        lead_source,
        avg(case when became_customer then 1.0 else 0.0 end) as won_share

    from with_outcome
    where mql_date <= {{ as_of_date() }} - {{ var('metrics_mql_customer_days') }}
    group by lead_source

),

mean_quality as (

    select avg(case when became_customer then 1.0 else 0.0 end) as won_share
    from with_outcome
    where mql_date <= {{ as_of_date() }} - {{ var('metrics_mql_customer_days') }}

),

mql_measures as (

    select
        days.metric_date,
        count(*) filter (where with_outcome.mql_date > days.metric_date - 30) as mqls_30d,
        count(*) filter (
            where with_outcome.mql_date between days.metric_date - 59 and days.metric_date - 30
        ) as mqls_before,
        avg(with_outcome.mql_score) filter (where with_outcome.mql_date > days.metric_date - 30) as avg_score,
        avg(source_quality.won_share) filter (where with_outcome.mql_date > days.metric_date - 30) as expected_share,
        count(*) filter (
            where with_outcome.mql_date <= days.metric_date - {{ var('metrics_mql_customer_days') }}
        ) as mqls_old_enough,
        count(*) filter (
            where with_outcome.mql_date <= days.metric_date - {{ var('metrics_mql_customer_days') }}
                and with_outcome.became_customer
        ) as mqls_won

    from days
    inner join with_outcome
        on with_outcome.mql_date between days.metric_date - {{ var('metrics_mql_customer_days') + 89 }} and days.metric_date
    left join source_quality on with_outcome.lead_source = source_quality.lead_source
    group by days.metric_date

),

lead_measures as (

    select
        days.metric_date,
        count(*) filter (where leads.lead_date > days.metric_date - 30) as leads_30d,
        count(*) filter (where leads.lead_date <= days.metric_date - {{ var('metrics_lead_days') }}) as leads_old_enough,
        count(*) filter (
            where leads.lead_date <= days.metric_date - {{ var('metrics_lead_days') }}
                and first_mqls.mql_date <= leads.lead_date + {{ var('metrics_lead_days') }}
        ) as leads_qualified

    from days
    inner join leads
        on leads.lead_date between days.metric_date - {{ var('metrics_lead_days') + 89 }} and days.metric_date
    left join (
        select
            person_id,
            min(mql_date) as mql_date

        from qualified
        group by person_id
    ) as first_mqls on leads.person_id = first_mqls.person_id
    group by days.metric_date

),

journeys as (

    select
        conversion_id,
        max(n_touches) as touches,
        max(days_before) as days_before

    from {{ ref('int_marketing__journeys') }}
    where converted
    group by conversion_id

),

conversion_measures as (

    select
        days.metric_date,
        avg(journeys.touches) as touches,
        avg(journeys.days_before) as days_to_conversion,
        count(*) filter (where conversions.conversion_type = 'new') as new_customers,
        avg(conversions.mrr) filter (where conversions.conversion_type = 'new') as new_arpa

    from days
    inner join conversions
        on conversions.converted_date between days.metric_date - {{ var('metrics_roi_days') - 1 }} and days.metric_date
    left join journeys on conversions.conversion_id = journeys.conversion_id
    group by days.metric_date

),

visits as (

    select
        landing_page,
        is_bounced,
        is_converted_form,
        cast(started_at as date) as date_day

    from {{ ref('int_sessions__web_stitched') }}
    where started_at < {{ as_of_timestamp() }}

),

page_rates as (

    select
        landing_page,
        avg(case when is_converted_form then 1.0 else 0.0 end) as form_share

    from visits
    group by landing_page

),

visit_days as (

    select
        visits.date_day,
        count(*) as visits,
        count(*) filter (where visits.is_bounced) as bounced,
        count(*) filter (where visits.is_converted_form) as forms,
        sum(page_rates.form_share) as expected_forms

    from visits
    left join page_rates on visits.landing_page is not distinct from page_rates.landing_page
    group by visits.date_day

),

website as (

    select
        days.metric_date,
        sum(visit_days.visits) filter (where visit_days.date_day = days.metric_date) as visits_today,
        sum(visit_days.visits) as visits_30d,
        sum(visit_days.bounced) as bounced_30d,
        sum(visit_days.forms) as forms_30d,
        sum(visit_days.expected_forms) as expected_forms_30d

    from days
    inner join visit_days on visit_days.date_day between days.metric_date - 29 and days.metric_date
    group by days.metric_date

),

-- Each message once per kind of event, on the day of its first.
messages as (

    select
        coalesce(message_id, cast(event_id as varchar)) as message_key,
        'iterable' as tool,
        case event_name when 'send' then 'sent' else event_name end as event_name,
        min(cast(occurred_at as date)) as date_day

    from {{ ref('stg_iterable__events') }}
    where occurred_at < {{ as_of_timestamp() }}
    group by coalesce(message_id, cast(event_id as varchar)), event_name

    union all

    select
        email_campaign_id || ' ' || recipient_email as message_key,
        'hubspot' as tool,
        event_type as event_name,
        min(cast(occurred_at as date)) as date_day

    from {{ ref('stg_hubspot__email_events') }}
    where occurred_at < {{ as_of_timestamp() }}
    group by email_campaign_id, recipient_email, event_type

),

message_days as (

    select
        date_day,
        count(*) filter (where event_name = 'sent') as sent,
        count(*) filter (where event_name = 'bounce') as bounced,
        count(*) filter (where event_name = 'open') as opened,
        count(*) filter (where event_name = 'click') as clicked,
        count(*) filter (where event_name = 'unsubscribe') as unsubscribed

    from messages
    group by date_day

),

email as (

    select
        days.metric_date,
        sum(message_days.sent) as sent,
        sum(message_days.sent) - sum(message_days.bounced) as delivered,
        sum(message_days.bounced) as bounced,
        sum(message_days.opened) as opened,
        sum(message_days.clicked) as clicked,
        sum(message_days.unsubscribed) as unsubscribed

    from days
    inner join message_days on message_days.date_day between days.metric_date - 29 and days.metric_date
    group by days.metric_date

),

amounts as (

    select
        deal_id,
        cast(changed_at as date) as changed_on,
        try_cast(property_value as decimal(12, 2)) as amount

    from {{ ref('stg_hubspot__deal_property_history') }}
    where property_name = 'amount'
        and property_value is not null
    qualify row_number() over (
        partition by deal_id, cast(changed_at as date) order by changed_at desc
    ) = 1

),

-- Deals that are open at the end of a day and began with a marketing channel, not with a typed-in address.
open_deals as (

    select
        days.metric_date,
        stages.deal_id,
        stages.amount

    from days
    inner join {{ ref('int_sales__deal_stage_durations') }} as stages
        on cast(stages.valid_from as date) <= days.metric_date
        and (stages.valid_to is null or cast(stages.valid_to as date) > days.metric_date)
        and not stages.is_closed
    inner join {{ ref('sales_pipeline') }} as deals on stages.deal_id = deals.deal_id
    where deals.first_touch_channel <> 'direct'

),

sourced_pipeline as (

    select
        open_deals.metric_date,
        sum(coalesce(amounts.amount, open_deals.amount)) as amount

    from open_deals
    asof left join amounts
        on open_deals.deal_id = amounts.deal_id
        and open_deals.metric_date >= amounts.changed_on
    group by open_deals.metric_date

),

survey as (

    select
        aided_awareness,
        cast(month + interval 1 month as date) as known_from

    from {{ ref('stg_reference__brand_survey_monthly') }}

),

surveyed_days as (

    select
        days.metric_date,
        survey.aided_awareness

    from days
    asof left join survey on days.metric_date >= survey.known_from

),

incrementality as (

    select
        channel,
        incremental_roas,
        test_to

    from {{ ref('marketing_incrementality') }}
    where incremental_roas is not null

),

joined as (

    select
        rolling.*,
        rolling.entity_type = 'company' as is_company,
        platform_channels.platform as channel_platform,
        pacing.spent,
        pacing.planned,
        social_30d.actions_30d,
        mql_measures.* exclude (metric_date),
        lead_measures.* exclude (metric_date),
        conversion_measures.* exclude (metric_date),
        website.* exclude (metric_date),
        email.* exclude (metric_date),
        sourced_pipeline.amount as sourced_amount,
        surveyed_days.aided_awareness,
        incrementality.incremental_roas,
        revenue.ltv,
        mean_quality.won_share as mean_won_share

    from rolling
    inner join days on rolling.metric_date = days.metric_date
    cross join mean_quality
    left join platform_channels
        on rolling.entity_type = 'channel'
        and rolling.entity_id = platform_channels.channel
    left join pacing
        on rolling.entity_type = 'platform'
        and rolling.entity_id = pacing.platform
        and rolling.metric_date = pacing.metric_date
    left join social_30d
        on rolling.entity_id = 'facebook_ads'
        and rolling.metric_date = social_30d.metric_date
    left join incrementality
        on rolling.entity_type = 'channel'
        and rolling.entity_id = incrementality.channel
        and rolling.metric_date > incrementality.test_to
    left join mql_measures on rolling.metric_date = mql_measures.metric_date and rolling.entity_type = 'company'
    left join lead_measures on rolling.metric_date = lead_measures.metric_date and rolling.entity_type = 'company'
    left join conversion_measures
        on rolling.metric_date = conversion_measures.metric_date and rolling.entity_type = 'company'
    left join website on rolling.metric_date = website.metric_date and rolling.entity_type = 'company'
    left join email on rolling.metric_date = email.metric_date and rolling.entity_type = 'company'
    left join sourced_pipeline
        on rolling.metric_date = sourced_pipeline.metric_date and rolling.entity_type = 'company'
    left join surveyed_days on rolling.metric_date = surveyed_days.metric_date and rolling.entity_type = 'company'
    left join {{ ref('metrics_revenue') }} as revenue
        on rolling.metric_date = revenue.metric_date and rolling.entity_type = 'company'

),

with_costs as (

    select
        *,
        {{ metric_ratio('spend_roi', 'new_customers') }} as cost_per_customer,
        {{ metric_ratio('profit_roi - spend_roi', 'spend_roi') }} as roi,
        entity_type = 'platform' or is_company or channel_platform is not null as has_spend

    from joined

),

final as (

    select
        metric_date,
        entity_type,
        entity_id,
        case when is_company then cast(spend_30d as decimal(16, 2)) end as total_ad_spend_active,
        case when entity_id = 'google_ads' then cast(spend as decimal(16, 2)) end as google_ads_spend,
        case when entity_id = 'facebook_ads' then cast(spend as decimal(16, 2)) end as meta_ads_spend,
        case when entity_id = 'linkedin_ads' then cast(spend as decimal(16, 2)) end as linkedin_ads_spend,
        case when has_spend then cast(impressions_30d as bigint) end as impressions_30d,
        case when has_spend then cast(clicks_30d as bigint) end as clicks_30d,
        {{ metric_ratio('clicks_30d', 'impressions_30d') }} as ctr,
        {{ metric_ratio('spend_30d', 'clicks_30d') }} as cpc,
        {{ metric_ratio('spend_30d * 1000', 'impressions_30d') }} as cpm,
        case when has_spend then cast(platform_conversions_30d as double) end as platform_conversions,
        case when has_spend and not is_company
            then {{ metric_ratio('platform_conversions_30d', 'linear_30d') }} end as over_claim_ratio,
        case when is_company then roi end as overall_roi,
        case when entity_id = 'google_ads' then roi end as google_roi,
        case when entity_id = 'facebook_ads' then roi end as facebook_roi,
        case when entity_id = 'linkedin_ads' then roi end as linkedin_roi,
        round(incremental_roas * {{ var('gross_margin') }} - 1, 6) as incremental_roi,
        cost_per_customer as cost_per_acquisition,
        case when is_company then coalesce(mqls_30d, 0) end as total_mqls,
        {{ metric_ratio('spend_30d', 'mqls_30d') }} as cost_per_mql,
        {{ metric_ratio('spend_30d', 'leads_30d') }} as cost_per_lead,
        round(avg_score, 4) as avg_mql_score,
        {{ metric_ratio('mqls_won', 'mqls_old_enough') }} as mql_conversion_rate,
        {{ metric_ratio('leads_qualified', 'leads_old_enough') }} as lead_conversion_rate,
        {{ metric_ratio('mqls_30d - mqls_before', 'mqls_before') }} as lead_velocity_rate,
        {{ metric_ratio('expected_share', 'mean_won_share') }} as lead_quality_index,
        round(touches, 4) as avg_touchpoints_to_conversion,
        round(days_to_conversion, 4) as avg_days_first_touch_to_conversion,
        round(first_touch_30d, 6) as first_touch_conversions,
        round(last_touch_30d, 6) as last_touch_conversions,
        round(linear_30d, 6) as linear_conversions,
        round(time_decay_30d, 6) as time_decay_conversions,
        round(position_based_30d, 6) as position_based_conversions,
        round(markov_30d, 6) as markov_conversions,
        case when is_company then cast(coalesce(visits_today, 0) as bigint) end as website_sessions,
        {{ metric_ratio('bounced_30d', 'visits_30d') }} as bounce_rate,
        {{ metric_ratio('forms_30d', 'visits_30d') }} as website_conversion_rate,
        {{ metric_ratio('forms_30d', 'expected_forms_30d') }} as page_performance_index,
        {{ metric_ratio('opened', 'delivered') }} as email_open_rate,
        {{ metric_ratio('clicked', 'delivered') }} as email_click_rate,
        {{ metric_ratio('unsubscribed', 'delivered') }} as email_unsubscribe_rate,
        {{ metric_ratio('bounced', 'sent') }} as email_bounce_rate,
        {{ metric_ratio('spent', 'planned') }} as budget_pacing,
        case when is_company then cast(coalesce(sourced_amount, 0) as decimal(16, 2)) end as marketing_sourced_pipeline,
        {{ metric_ratio('ltv', 'cost_per_customer') }} as lifetime_value_cac_ratio,
        {{ metric_ratio('cost_per_customer', 'new_arpa * ' ~ var('gross_margin')) }} as cac_payback_months,
        {{ metric_ratio('actions_30d', 'impressions_30d') }} as social_engagement_rate,
        round(aided_awareness, 6) as brand_awareness_score

    from with_costs

)

select * from final
order by metric_date, entity_type, entity_id
