-- One row per subscription and day of the last subscriptions_daily_days days: MRR at the end
-- of the day and how it came about. The day on which a subscription ends has a row too, with
-- MRR 0, so that what was lost has a place.
{{ config(
    materialized='incremental',
    unique_key=['subscription_id', 'date_day'],
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    post_hook="delete from {{ this }}
        where date_day <= {{ as_of_date() }} - {{ var('subscriptions_daily_days') }}",
    tags=['pattern:window', 'pattern:incremental'],
) }}

with

mrr_daily as (

    select * from {{ ref('int_subscriptions__mrr_daily') }}

),

mrr_movements as (

    select * from {{ ref('int_subscriptions__mrr_movements') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions__core') }}

),

bounds as (

    select
        {%- if is_incremental() %}
        (
            select coalesce(max(date_day), {{ as_of_date() }} - {{ var('subscriptions_daily_days') }})
            from {{ this }}
        ) - {{ var('late_arrival_days') }} as first_day
        {%- else %}
        {{ as_of_date() }} - {{ var('subscriptions_daily_days') - 1 }} as first_day
        {%- endif %}

),

live_days as (

    select mrr_daily.*
    from mrr_daily
    inner join bounds on mrr_daily.date_day >= bounds.first_day

),

movements_per_day as (

    select
        mrr_movements.subscription_id,
        coalesce(sum(mrr_change) filter (where movement_type = 'new'), 0) as new_mrr,
        coalesce(sum(mrr_change) filter (where movement_type = 'expansion'), 0) as expansion_mrr,
        coalesce(-sum(mrr_change) filter (where movement_type = 'contraction'), 0) as contraction_mrr,
        coalesce(-sum(mrr_change) filter (where movement_type = 'churn'), 0) as churned_mrr,
        coalesce(sum(mrr_change) filter (where movement_type = 'reactivation'), 0) as reactivation_mrr,
        cast(changed_at as date) as date_day

    from mrr_movements
    inner join bounds on cast(mrr_movements.changed_at as date) >= bounds.first_day
    where cast(mrr_movements.changed_at as date) <= {{ as_of_date() }}
    group by mrr_movements.subscription_id, cast(changed_at as date)

),

-- A subscription that ends on a day is not live at the end of it. Its last live day tells
-- the plan.
end_days as (

    select
        movements_per_day.subscription_id,
        movements_per_day.date_day

    from movements_per_day
    left join live_days
        on movements_per_day.subscription_id = live_days.subscription_id
        and movements_per_day.date_day = live_days.date_day
    where live_days.subscription_id is null

),

end_days_with_plan as (

    select
        end_days.subscription_id,
        mrr_daily.plan_name,
        end_days.date_day

    from end_days
    asof left join mrr_daily
        on end_days.subscription_id = mrr_daily.subscription_id
        and end_days.date_day > mrr_daily.date_day

),

days as (

    select
        subscription_id,
        plan_name,
        subscription_status,
        quantity,
        mrr,
        date_day

    from live_days

    union all

    select
        subscription_id,
        plan_name,
        'canceled' as subscription_status,
        0 as quantity,
        0 as mrr,
        date_day

    from end_days_with_plan

),

final as (

    select
        days.subscription_id,
        subscriptions.customer_id,
        days.plan_name as plan,
        days.subscription_status,
        days.quantity,
        cast(days.mrr as decimal(12, 2)) as mrr,
        cast(coalesce(movements_per_day.new_mrr, 0) as decimal(12, 2)) as new_mrr,
        cast(coalesce(movements_per_day.expansion_mrr, 0) as decimal(12, 2)) as expansion_mrr,
        cast(coalesce(movements_per_day.contraction_mrr, 0) as decimal(12, 2)) as contraction_mrr,
        cast(coalesce(movements_per_day.churned_mrr, 0) as decimal(12, 2)) as churned_mrr,
        cast(coalesce(movements_per_day.reactivation_mrr, 0) as decimal(12, 2)) as reactivation_mrr,
        date_diff('month', cast(subscriptions.started_at as date), days.date_day) as months_since_start,
        -- Unknown until the first payment, so that a day is not written anew when it comes.
        case
            when cast(subscriptions.first_paid_at as date) <= days.date_day
                then cast(date_trunc('month', subscriptions.first_paid_at) as date)
        end as cohort_month,
        days.date_day

    from days
    inner join subscriptions on days.subscription_id = subscriptions.subscription_id
    left join movements_per_day
        on days.subscription_id = movements_per_day.subscription_id
        and days.date_day = movements_per_day.date_day

)

select * from final
order by date_day, subscription_id
