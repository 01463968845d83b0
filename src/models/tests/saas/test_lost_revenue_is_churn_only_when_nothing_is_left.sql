-- After churn a customer pays nothing, after a new start or a reactivation it had paid
-- nothing before: the types of all movements follow from what the customer paid in all, day
-- by day.
with

movement_days as (

    select
        customer_id,
        cast(changed_at as date) as date_day,
        bool_or(movement_type = 'churn') as has_churn,
        bool_or(movement_type in ('new', 'reactivation')) as has_start

    from {{ ref('int_subscriptions__mrr_movements') }}
    group by customer_id, cast(changed_at as date)
    having count(*) = 1

),

customer_days as (

    select
        customer_id,
        date_day,
        sum(mrr) as mrr

    from {{ ref('int_subscriptions__mrr_daily') }}
    group by customer_id, date_day

)

select
    movement_days.*,
    today.mrr as mrr_that_day,
    yesterday.mrr as mrr_the_day_before

from movement_days
left join customer_days as today
    on movement_days.customer_id = today.customer_id
    and movement_days.date_day = today.date_day
left join customer_days as yesterday
    on movement_days.customer_id = yesterday.customer_id
    and movement_days.date_day - 1 = yesterday.date_day
where has_churn <> (coalesce(today.mrr, 0) = 0)
    or has_start <> (coalesce(yesterday.mrr, 0) = 0)
