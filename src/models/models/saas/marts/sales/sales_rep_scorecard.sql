-- One row per sales owner and month in which the owner had a quota, closed a deal or did
-- something with a customer.
{{ config(tags=['pattern:window']) }}

with

quotas as (

    select * from {{ ref('stg_reference__quotas') }}

),

owners as (

    select * from {{ ref('stg_hubspot__owners') }}

),

closed_deals as (

    select
        owner_id,
        cast(date_trunc('month', close_date) as date) as month,
        sum(amount) filter (where is_won) as closed_amount,
        count(*) filter (where is_won) as deals_won,
        count(*) as deals_closed

    from {{ ref('sales_pipeline') }}
    where not is_open
    group by owner_id, month

),

-- What was done with somebody: a note to oneself is no work with a customer.
work as (

    select
        engagements.owner_id,
        cast(date_trunc('month', engagements.occurred_at) as date) as month,
        count(*) filter (where engagements.engagement_type = 'call') as calls,
        count(*) filter (where engagements.engagement_type = 'email') as emails,
        count(*) filter (where engagements.engagement_type = 'meeting') as meetings

    from {{ ref('stg_hubspot__engagements') }} as engagements
    semi join {{ ref('stg_hubspot__engagement_associations') }} as associations
        on engagements.engagement_id = associations.engagement_id
    where engagements.is_completed
        and engagements.occurred_at < {{ as_of_timestamp() }}
    group by engagements.owner_id, month

),

owner_months as (

    select owner_id, month from quotas
    where month <= {{ as_of_date() }}

    union

    select owner_id, month from closed_deals
    where owner_id is not null

    union

    select owner_id, month from work
    where owner_id is not null

),

measured as (

    select
        owner_months.owner_id,
        owner_months.month,
        owners.full_name as owner_name,
        owners.team_name,
        quotas.quota_amount,
        coalesce(closed_deals.closed_amount, 0) as closed_amount,
        cast(
            {{ safe_divide('coalesce(closed_deals.closed_amount, 0)', 'quotas.quota_amount') }} as decimal(8, 4)
        ) as quota_attainment,
        coalesce(closed_deals.deals_won, 0) as deals_won,
        cast({{ safe_divide('closed_deals.deals_won', 'closed_deals.deals_closed') }} as decimal(5, 4)) as win_rate,
        coalesce(work.calls, 0) as calls,
        coalesce(work.emails, 0) as emails,
        coalesce(work.meetings, 0) as meetings

    from owner_months
    left join owners on owner_months.owner_id = owners.owner_id
    left join quotas
        on owner_months.owner_id = quotas.owner_id
        and owner_months.month = quotas.month
    left join closed_deals
        on owner_months.owner_id = closed_deals.owner_id
        and owner_months.month = closed_deals.month
    left join work
        on owner_months.owner_id = work.owner_id
        and owner_months.month = work.month

),

final as (

    select
        owner_id,
        owner_name,
        team_name,
        quota_amount,
        closed_amount,
        quota_attainment,
        deals_won,
        win_rate,
        calls,
        emails,
        meetings,
        -- Equal attainment shares a rank and skips none; who has no quota has no rank.
        case when quota_attainment is not null then dense_rank() over (
            partition by month order by quota_attainment desc nulls last
        ) end as attainment_rank,
        month

    from measured

)

select * from final
