-- One row per subscription and month in which it lived: MRR at the end of the month, or 0
-- when it ended before, and the movements of the month added up. Only months that the daily
-- table has in full, and the running one.
{{ config(tags=['pattern:partition', 'pattern:window']) }}

with

subscriptions_daily as (

    select * from {{ ref('entity_subscriptions_daily') }}

),

added_up as (

    select
        subscription_id,
        cast(sum(new_mrr) as decimal(12, 2)) as new_mrr,
        cast(sum(expansion_mrr) as decimal(12, 2)) as expansion_mrr,
        cast(sum(contraction_mrr) as decimal(12, 2)) as contraction_mrr,
        cast(sum(churned_mrr) as decimal(12, 2)) as churned_mrr,
        cast(sum(reactivation_mrr) as decimal(12, 2)) as reactivation_mrr,
        max(date_day) as last_day,
        cast(date_trunc('month', date_day) as date) as month

    from subscriptions_daily
    group by subscription_id, cast(date_trunc('month', date_day) as date)

),

-- The last day of a subscription in a month speaks for the end of it: live to the end, or
-- ended with MRR 0.
per_month as (

    select
        added_up.*,
        subscriptions_daily.customer_id,
        subscriptions_daily.plan,
        subscriptions_daily.mrr,
        subscriptions_daily.months_since_start,
        subscriptions_daily.cohort_month

    from added_up
    inner join subscriptions_daily
        on added_up.subscription_id = subscriptions_daily.subscription_id
        and added_up.last_day = subscriptions_daily.date_day

),

-- The month before has no row where the subscription was not there, or had ended.
with_previous as (

    select
        *,
        coalesce(
            case
                when lag(month) over by_month = cast(month - interval 1 month as date)
                    then lag(mrr) over by_month
            end,
            0
        ) as previous_mrr

    from per_month
    window by_month as (partition by subscription_id order by month)

),

final as (

    select
        subscription_id,
        customer_id,
        plan,
        mrr,
        previous_mrr,
        new_mrr,
        expansion_mrr,
        contraction_mrr,
        churned_mrr,
        reactivation_mrr,
        months_since_start,
        case when previous_mrr > 0 then mrr > 0 end as is_retained,
        cohort_month,
        month

    from with_previous
    where month >= {{ as_of_date() }} - {{ var('subscriptions_daily_days') - 1 }}

)

select * from final
order by month, subscription_id
