-- One row per day for the company, and one per sales owner at the end of each month: what is in
-- the pipeline, what was won, and what was done for it. Deals are taken as they stood on the day.
{{ config(
    tags=['pattern:window', 'pattern:asof', 'sales'],
    indexes=[{'columns': ['metric_date']}],
) }}

with

-- Earlier days are needed to hold the forecast of a quarter against what came of it.
days as (

    {{ metric_days(earlier_days=184) }}

),

deals as (

    select * from {{ ref('sales_pipeline') }}

),

stage_probabilities as (

    select
        stage_id,
        probability

    from {{ ref('stg_hubspot__pipeline_stages') }}
    where object_type = 'deal'

),

stages as (

    select
        durations.*,
        stage_probabilities.probability,
        cast(durations.valid_from as date) as from_day,
        cast(durations.valid_to as date) as to_day,
        lead(durations.direction) over deal_stages as next_direction,
        lead(durations.is_closed_won) over deal_stages as next_is_won

    from {{ ref('int_sales__deal_stage_durations') }} as durations
    semi join deals on durations.deal_id = deals.deal_id
    left join stage_probabilities on durations.stage_id = stage_probabilities.stage_id
    window deal_stages as (partition by durations.deal_id order by durations.valid_from, durations.stage_id)

),

-- When each deal was expected to close, as it was written down then; HubSpot keeps milliseconds.
close_dates as (

    select
        deal_id,
        cast(changed_at as date) as changed_on,
        cast(epoch_ms(cast(property_value as bigint)) as date) as close_date

    from {{ ref('stg_hubspot__deal_property_history') }}
    where property_name = 'closedate'
        and property_value is not null
    qualify row_number() over (
        partition by deal_id, cast(changed_at as date) order by changed_at desc
    ) = 1

),

close_date_changes as (

    select
        deal_id,
        changed_on,
        close_date,
        lag(close_date) over (partition by deal_id order by changed_on) as previous_close_date

    from close_dates

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

-- A deal is open at the end of a day when its stage of that moment is.
open_stage_days as (

    select
        days.metric_date,
        days.month,
        stages.deal_id,
        deals.owner_id,
        stages.amount,
        stages.probability,
        stages.display_order,
        days.metric_date - stages.from_day > stages.stalled_after_days as is_stalled

    from days
    inner join stages
        on stages.from_day <= days.metric_date
        and (stages.to_day is null or stages.to_day > days.metric_date)
    inner join deals on stages.deal_id = deals.deal_id
    where not stages.is_closed

),

open_days as (

    select
        open_stage_days.* replace (coalesce(amounts.amount, open_stage_days.amount) as amount),
        close_date_changes.close_date

    from open_stage_days
    asof left join amounts
        on open_stage_days.deal_id = amounts.deal_id
        and open_stage_days.metric_date >= amounts.changed_on
    asof left join close_date_changes
        on open_stage_days.deal_id = close_date_changes.deal_id
        and open_stage_days.metric_date >= close_date_changes.changed_on

),

pipeline as (

    select
        metric_date,
        coalesce(cast(owner_id as varchar), 'nobody') as owner_id,
        grouping(owner_id) as is_company,
        count(*) as open_opportunities,
        sum(amount) as total_pipeline_value,
        sum(amount * probability) as weighted_pipeline_value,
        coalesce(sum(amount) filter (where display_order >= 1), 0) as qualified_pipeline_value,
        count(*) filter (where is_stalled) as stalled_deal_count,
        coalesce(sum(
            case when probability >= {{ var('forecast_commit_from') }} then amount else amount * probability end
        ) filter (
            where cast(date_trunc('quarter', close_date) as date) = cast(date_trunc('quarter', metric_date) as date)
        ), 0) as rest_of_quarter

    from open_days
    group by grouping sets ((metric_date, owner_id), (metric_date))

),

-- Everything that is counted on the day on which it happened, by owner.
events as (

    select
        cast(created_at as date) as date_day, owner_id,
        amount as created_amount, 0 as won, 0 as lost, 0 as won_amount, 0 as closed_amount,
        0 as slipped, 0 as calls, 0 as emails, 0 as meetings

    from deals

    union all

    select
        close_date, owner_id, 0,
        case when is_won then 1 else 0 end, case when is_won then 0 else 1 end,
        case when is_won then amount else 0 end, amount,
        0, 0, 0, 0

    from deals
    where not is_open

    union all

    select close_date_changes.changed_on, deals.owner_id, 0, 0, 0, 0, 0, 1, 0, 0, 0
    from close_date_changes
    inner join deals on close_date_changes.deal_id = deals.deal_id
    where cast(date_trunc('month', close_date_changes.close_date) as date)
        > cast(date_trunc('month', close_date_changes.previous_close_date) as date)

    union all

    select
        cast(engagements.occurred_at as date), engagements.owner_id, 0, 0, 0, 0, 0, 0,
        case when engagements.engagement_type = 'call' then 1 else 0 end,
        case when engagements.engagement_type = 'email' then 1 else 0 end,
        case when engagements.engagement_type = 'meeting' then 1 else 0 end

    from {{ ref('stg_hubspot__engagements') }} as engagements
    semi join {{ ref('stg_hubspot__engagement_associations') }} as associations
        on engagements.engagement_id = associations.engagement_id
    where engagements.is_completed
        and engagements.occurred_at < {{ as_of_timestamp() }}

),

-- Owners are measured when a month ends, the company every day.
sellers as (

    select
        'company' as entity_type,
        'all' as entity_id,
        metric_date,
        month

    from days

    union all

    select
        'owner' as entity_type,
        cast(owners.owner_id as varchar) as entity_id,
        days.metric_date,
        days.month

    from (select distinct owner_id from events where owner_id is not null) as owners
    cross join days
    where days.metric_date = cast(days.month + interval 1 month as date) - 1
        or days.metric_date = {{ as_of_date() }}

),

counted as (

    select
        sellers.entity_type,
        sellers.entity_id,
        sellers.metric_date,
        coalesce(sum(created_amount) filter (where date_day >= sellers.month), 0) as created_mtd,
        coalesce(sum(won) filter (where date_day >= sellers.month), 0) as won_mtd,
        coalesce(sum(lost) filter (where date_day >= sellers.month), 0) as lost_mtd,
        coalesce(sum(won_amount) filter (where date_day >= sellers.month), 0) as won_amount_mtd,
        coalesce(sum(slipped) filter (where date_day >= sellers.month), 0) as slipped_mtd,
        coalesce(sum(won_amount) filter (
            where date_day >= cast(date_trunc('quarter', sellers.metric_date) as date)
        ), 0) as won_amount_qtd,
        sum(won) filter (where date_day > sellers.metric_date - 90) as won_90d,
        sum(won + lost) filter (where date_day > sellers.metric_date - 90) as closed_90d,
        sum(won_amount) filter (where date_day > sellers.metric_date - 90) as won_amount_90d,
        sum(events.closed_amount) filter (where date_day > sellers.metric_date - 90) as closed_amount_90d,
        coalesce(sum(calls) filter (where date_day > sellers.metric_date - 30), 0) as calls_30d,
        coalesce(sum(emails) filter (where date_day > sellers.metric_date - 30), 0) as emails_30d,
        coalesce(sum(meetings) filter (where date_day > sellers.metric_date - 30), 0) as meetings_30d

    from sellers
    left join (
        select
            date_day,
            coalesce(cast(owner_id as varchar), 'nobody') as owner_id,
            sum(created_amount) as created_amount, sum(won) as won, sum(lost) as lost,
            sum(won_amount) as won_amount, sum(closed_amount) as closed_amount, sum(slipped) as slipped,
            sum(calls) as calls, sum(emails) as emails, sum(meetings) as meetings

        from events
        group by date_day, owner_id
    ) as events
        on events.date_day between sellers.metric_date - 92 and sellers.metric_date
        and (sellers.entity_type = 'company' or sellers.entity_id = events.owner_id)
    group by sellers.entity_type, sellers.entity_id, sellers.metric_date

),

cycles as (

    select
        days.metric_date,
        avg(deals.close_date - cast(deals.created_at as date)) as avg_sales_cycle_days

    from days
    inner join deals
        on deals.is_won
        and deals.close_date between days.metric_date - 179 and days.metric_date
    group by days.metric_date

),

-- Stages that deals have left in 90 days: how long they stood there, and whether they went on.
ended_stages as (

    select
        days.metric_date,
        avg(stages.to_day - stages.from_day) as avg_days_in_stage,
        count(*) as ended,
        count(*) filter (where stages.next_is_won or stages.next_direction = 'Forward') as moved_on

    from days
    inner join stages
        on not stages.is_closed
        and stages.to_day between days.metric_date - 89 and days.metric_date
    group by days.metric_date

),

quotas as (

    select
        month,
        coalesce(cast(owner_id as varchar), 'nobody') as owner_id,
        grouping(owner_id) as is_company,
        sum(quota_amount) as quota_amount

    from {{ ref('stg_reference__quotas') }}
    group by grouping sets ((month, owner_id), (month))

),

-- Terms of a year, each due on an anniversary of the first payment.
terms as (

    select
        subscriptions.canceled_at,
        cast(subscriptions.first_paid_at as date) as first_day,
        cast(subscriptions.first_paid_at + to_years(cast(years.n as integer)) as date) as due_date

    from {{ ref('entity_subscriptions') }} as subscriptions
    cross join generate_series(1, 8) as years(n)
    where subscriptions.billing_interval = 'year'
        and subscriptions.first_paid_at is not null

),

renewals as (

    select
        days.metric_date,
        count(*) as due,
        count(*) filter (
            where terms.canceled_at is null or cast(terms.canceled_at as date) > terms.due_date + 3
        ) as renewed

    from days
    inner join terms
        on terms.due_date between days.metric_date - 92 and days.metric_date - 3
        and (terms.canceled_at is null or cast(terms.canceled_at as date) >= terms.due_date - 3)
    group by days.metric_date

),

-- What became of a qualified lead: the first deal with its person, and the first work with it.
leads as (

    select * from {{ ref('stg_hubspot__marketing_qualified_leads') }}

),

lead_contacts as (

    select
        leads.mql_id,
        coalesce(contact_map.canonical_contact_id, leads.contact_id) as person_id,
        leads.mql_date,
        leads.disqualified_reason

    from leads
    left join {{ ref('int_identity__contact_map') }} as contact_map on leads.contact_id = contact_map.contact_id

),

deal_persons as (

    select distinct
        coalesce(contact_map.canonical_contact_id, deal_contacts.contact_id) as person_id,
        cast(deals.created_at as date) as created_date

    from {{ ref('stg_hubspot__deal_contacts') }} as deal_contacts
    inner join deals on deal_contacts.deal_id = deals.deal_id
    left join {{ ref('int_identity__contact_map') }} as contact_map
        on deal_contacts.contact_id = contact_map.contact_id

),

work_with_persons as (

    select
        coalesce(contact_map.canonical_contact_id, associations.object_id) as person_id,
        engagements.occurred_at

    from {{ ref('stg_hubspot__engagements') }} as engagements
    inner join {{ ref('stg_hubspot__engagement_associations') }} as associations
        on engagements.engagement_id = associations.engagement_id
        and associations.object_type = 'contact'
    left join {{ ref('int_identity__contact_map') }} as contact_map
        on associations.object_id = contact_map.contact_id
    where engagements.engagement_type in ('call', 'email', 'meeting')
        and engagements.is_completed
        and engagements.occurred_at < {{ as_of_timestamp() }}

),

lead_outcomes as (

    select
        lead_contacts.mql_id,
        lead_contacts.mql_date,
        lead_contacts.disqualified_reason is null as is_accepted,
        exists (
            select 1 from deal_persons
            where deal_persons.person_id = lead_contacts.person_id
                and deal_persons.created_date between lead_contacts.mql_date
                and lead_contacts.mql_date + {{ var('metrics_mql_deal_days') }}
        ) as has_deal,
        min(date_diff('minute', cast(lead_contacts.mql_date as timestamp), work_with_persons.occurred_at) / 60.0)
            as hours_to_work

    from lead_contacts
    left join work_with_persons
        on lead_contacts.person_id = work_with_persons.person_id
        and work_with_persons.occurred_at >= cast(lead_contacts.mql_date as timestamp)
    group by lead_contacts.mql_id, lead_contacts.person_id, lead_contacts.mql_date, lead_contacts.disqualified_reason

),

lead_measures as (

    select
        days.metric_date,
        count(*) filter (
            where lead_outcomes.is_accepted and lead_outcomes.mql_date > days.metric_date - 30
        ) as accepted_30d,
        count(*) filter (where lead_outcomes.mql_date <= days.metric_date - {{ var('metrics_mql_deal_days') }})
            as old_enough,
        count(*) filter (
            where lead_outcomes.has_deal
                and lead_outcomes.mql_date <= days.metric_date - {{ var('metrics_mql_deal_days') }}
        ) as with_deal,
        median(lead_outcomes.hours_to_work) filter (
            where lead_outcomes.mql_date > days.metric_date - 90
                and cast(lead_outcomes.mql_date as timestamp) + to_hours(cast(ceil(lead_outcomes.hours_to_work) as integer))
                    <= cast(days.metric_date + 1 as timestamp)
        ) as speed_to_lead_hours

    from days
    inner join lead_outcomes
        on lead_outcomes.mql_date between days.metric_date - {{ var('metrics_mql_deal_days') + 89 }} and days.metric_date
    group by days.metric_date

),

-- What it cost to win customers: advertising, and commission on what was won.
spend as (

    select
        days.metric_date,
        sum(campaigns_daily.spend_usd) as spend_90d

    from days
    inner join (
        select
            date_day,
            sum(spend_usd) as spend_usd

        from {{ ref('entity_campaigns_daily') }}
        group by date_day
    ) as campaigns_daily
        on campaigns_daily.date_day between days.metric_date - 89 and days.metric_date
    group by days.metric_date

),

new_customers as (

    select
        days.metric_date,
        count(*) as new_customers_90d

    from days
    inner join {{ ref('entity_customers') }} as customers
        on cast(customers.first_paid_at as date) between days.metric_date - 89 and days.metric_date
    group by days.metric_date

),

company as (

    select
        days.metric_date,
        cycles.avg_sales_cycle_days,
        ended_stages.avg_days_in_stage,
        ended_stages.moved_on,
        ended_stages.ended,
        renewals.renewed,
        renewals.due,
        coalesce(lead_measures.accepted_30d, 0) as accepted_30d,
        lead_measures.with_deal,
        lead_measures.old_enough,
        lead_measures.speed_to_lead_hours,
        spend.spend_90d,
        new_customers.new_customers_90d

    from days
    left join cycles on days.metric_date = cycles.metric_date
    left join ended_stages on days.metric_date = ended_stages.metric_date
    left join renewals on days.metric_date = renewals.metric_date
    left join lead_measures on days.metric_date = lead_measures.metric_date
    left join spend on days.metric_date = spend.metric_date
    left join new_customers on days.metric_date = new_customers.metric_date

),

joined as (

    select
        counted.*,
        coalesce(pipeline.open_opportunities, 0) as open_opportunities,
        coalesce(pipeline.total_pipeline_value, 0) as total_pipeline_value,
        coalesce(pipeline.weighted_pipeline_value, 0) as weighted_pipeline_value,
        coalesce(pipeline.qualified_pipeline_value, 0) as qualified_pipeline_value,
        coalesce(pipeline.stalled_deal_count, 0) as stalled_deal_count,
        counted.won_amount_qtd + coalesce(pipeline.rest_of_quarter, 0) as forecast_amount,
        quotas.quota_amount,
        company.* exclude (metric_date)

    from counted
    left join pipeline
        on counted.metric_date = pipeline.metric_date
        and (counted.entity_type = 'company') = (pipeline.is_company = 1)
        and (counted.entity_type = 'company' or counted.entity_id = pipeline.owner_id)
    left join quotas
        on quotas.month = cast(date_trunc('month', counted.metric_date) as date)
        and (counted.entity_type = 'company') = (quotas.is_company = 1)
        and (counted.entity_type = 'company' or counted.entity_id = quotas.owner_id)
    left join company
        on counted.metric_date = company.metric_date
        and counted.entity_type = 'company'

),

-- The forecast of the first day of the last whole quarter, and what that quarter brought.
with_past_forecast as (

    select
        joined.*,
        first_day.forecast_amount as past_forecast,
        last_day.won_amount_qtd as past_actual

    from joined
    left join joined as first_day
        on joined.entity_type = 'company'
        and first_day.entity_type = 'company'
        and first_day.metric_date = cast(date_trunc('quarter', joined.metric_date) - interval 3 month as date)
    left join joined as last_day
        on joined.entity_type = 'company'
        and last_day.entity_type = 'company'
        and last_day.metric_date = cast(date_trunc('quarter', joined.metric_date) as date) - 1

),

-- Sums first; the ratios of the next step divide them.
final as (

    select
        metric_date,
        entity_type,
        entity_id,
        cast(total_pipeline_value as decimal(16, 2)) as total_pipeline_value,
        cast(weighted_pipeline_value as decimal(16, 2)) as weighted_pipeline_value,
        open_opportunities,
        cast(qualified_pipeline_value as decimal(16, 2)) as qualified_pipeline_value,
        cast(created_mtd as decimal(16, 2)) as pipeline_created_mtd,
        case when quota_amount > won_amount_mtd
            then {{ metric_ratio('total_pipeline_value', 'quota_amount - won_amount_mtd') }} end as pipeline_coverage_ratio,
        cast(won_mtd as bigint) as deals_won_mtd,
        cast(lost_mtd as bigint) as deals_lost_mtd,
        cast(won_amount_mtd as decimal(16, 2)) as revenue_closed_mtd,
        {{ metric_ratio('won_90d', 'closed_90d') }} as win_rate,
        cast(won_90d as bigint) as win_rate_num,
        cast(closed_90d as bigint) as win_rate_den,
        {{ metric_ratio('won_amount_90d', 'closed_amount_90d') }} as win_rate_by_amount,
        cast(won_amount_90d as decimal(16, 2)) as win_rate_by_amount_num,
        cast(closed_amount_90d as decimal(16, 2)) as win_rate_by_amount_den,
        {{ metric_ratio('won_amount_90d', 'won_90d') }} as avg_deal_size,
        round(avg_sales_cycle_days, 4) as avg_sales_cycle_days,
        round(
            open_opportunities * {{ metric_ratio('won_90d', 'closed_90d') }}
                * {{ metric_ratio('won_amount_90d', 'won_90d') }} / nullif(avg_sales_cycle_days, 0)
        , 4) as pipeline_velocity,
        {{ metric_ratio('moved_on', 'ended') }} as stage_conversion_rate,
        moved_on as stage_conversion_rate_num,
        ended as stage_conversion_rate_den,
        round(avg_days_in_stage, 4) as avg_days_in_stage,
        stalled_deal_count,
        cast(slipped_mtd as bigint) as slipped_deals_mtd,
        {{ metric_ratio('won_amount_mtd', 'quota_amount') }} as quota_attainment_pct,
        cast(won_amount_mtd as decimal(16, 2)) as quota_attainment_pct_num,
        cast(quota_amount as decimal(16, 2)) as quota_attainment_pct_den,
        cast(forecast_amount as decimal(16, 2)) as forecast_amount,
        round(1 - {{ metric_ratio('abs(past_forecast - past_actual)', 'past_actual') }}, 6) as forecast_accuracy,
        {{ metric_ratio('renewed', 'due') }} as renewal_rate,
        renewed as renewal_rate_num,
        due as renewal_rate_den,
        cast(calls_30d as bigint) as calls_made_30d,
        cast(emails_30d as bigint) as emails_sent_30d,
        cast(meetings_30d as bigint) as meetings_held_30d,
        {{ metric_ratio('calls_30d + emails_30d + meetings_30d', 'open_opportunities') }} as activities_per_opportunity,
        accepted_30d as total_mqls_accepted,
        {{ metric_ratio('with_deal', 'old_enough') }} as mql_to_opportunity_rate,
        with_deal as mql_to_opportunity_rate_num,
        old_enough as mql_to_opportunity_rate_den,
        round(speed_to_lead_hours, 4) as speed_to_lead_hours,
        {{ metric_ratio(
            'spend_90d + ' ~ var('metrics_sales_commission') ~ ' * coalesce(won_amount_90d, 0)', 'new_customers_90d'
        ) }} as customer_acquisition_cost

    from with_past_forecast
    where metric_date > {{ as_of_date() }} - {{ var('metrics_days') }}

)

select * from final
order by metric_date, entity_type, entity_id
