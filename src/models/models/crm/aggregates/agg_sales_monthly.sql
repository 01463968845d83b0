-- One row per month and seller of the shop, and one per month for all sellers together
-- (grouping_id 1).
{{ config(tags=['pattern:rollup']) }}

with

deals as (

    select * from {{ ref('fact_deals') }}

),

months as (

    select distinct month from {{ ref('dim_date') }}

),

-- A deal counts once in the month of its opening, and once in that of its end.
opened as (

    select
        cast(date_trunc('month', created_at) as date) as month,
        deal_owner,
        1 as is_opened,
        false as is_won,
        false as is_lost,
        null as amount,
        null as cycle_days,
        null as days_in_stage

    from deals

),

ended as (

    select
        cast(date_trunc('month', actual_close_date) as date) as month,
        deal_owner,
        0 as is_opened,
        is_won,
        not is_won as is_lost,
        amount,
        days_in_pipeline as cycle_days,
        null as days_in_stage

    from deals
    where is_closed

),

-- Stages that were left: an open one is not over, and an end has no length.
stages_left as (

    select
        cast(date_trunc('month', valid_to) as date) as month,
        deal_owner,
        0 as is_opened,
        false as is_won,
        false as is_lost,
        null as amount,
        null as cycle_days,
        days_in_stage

    from {{ ref('fact_deal_stage_history') }}
    where not is_current
        and stage not in ('closed_won', 'closed_lost')

),

happenings as (

    select * from opened
    union all
    select * from ended
    union all
    select * from stages_left

),

summed as (

    select
        happenings.month,
        happenings.deal_owner,
        cast(grouping(happenings.deal_owner) as integer) as grouping_id,
        cast(sum(happenings.is_opened) as integer) as deals_created,
        count(*) filter (where happenings.is_won) as deals_won,
        count(*) filter (where happenings.is_lost) as deals_lost,
        coalesce(sum(happenings.amount) filter (where happenings.is_won), 0) as amount_won,
        avg(happenings.cycle_days) filter (where happenings.is_won) as avg_cycle_days,
        avg(happenings.days_in_stage) as stage_velocity

    from happenings
    semi join months on happenings.month = months.month
    group by grouping sets ((happenings.month, happenings.deal_owner), (happenings.month))

),

final as (

    select
        case when grouping_id = 1 then 'All sellers' else deal_owner end as deal_owner,
        grouping_id,
        deals_created,
        deals_won,
        deals_lost,
        cast(amount_won as decimal(14, 2)) as amount_won,
        cast({{ safe_divide('deals_won', 'deals_won + deals_lost') }} as decimal(5, 4)) as win_rate,
        cast({{ safe_divide('amount_won', 'deals_won') }} as decimal(14, 2)) as avg_deal_size,
        cast(avg_cycle_days as decimal(8, 2)) as avg_cycle_days,
        cast(stage_velocity as decimal(8, 2)) as stage_velocity,
        month

    from summed

)

select * from final
