-- One row per customer and month: what it was worth at the end of the month, how that came
-- about, and the days of the month added up. Months on trial have a row as well.
{{ config(tags=['pattern:partition', 'pattern:window']) }}

with

customers_daily as (

    select * from {{ ref('entity_customers_daily') }}

),

mrr_monthly as (

    select * from {{ ref('int_customers__mrr_monthly') }}

),

-- Added up once, here. A mean is taken over the days that have a score, a sum over the days
-- that have a measure.
days_per_month as (

    select
        customer_id,
        avg(customer_health_score) as avg_health_score,
        count(*) as live_days,
        count(*) filter (where device_events > 0 or active_users > 0) as active_days,
        sum(device_events) as device_events,
        cast(date_trunc('month', date_day) as date) as month

    from customers_daily
    group by customer_id, cast(date_trunc('month', date_day) as date)

),

joined as (

    select
        coalesce(mrr_monthly.customer_id, days_per_month.customer_id) as customer_id,
        coalesce(mrr_monthly.movement_type, 'none') as movement_type,
        coalesce(mrr_monthly.mrr, 0) as mrr,
        coalesce(mrr_monthly.previous_mrr, 0) as previous_mrr,
        days_per_month.avg_health_score,
        coalesce(days_per_month.live_days, 0) as live_days,
        days_per_month.active_days,
        days_per_month.device_events,
        coalesce(mrr_monthly.is_paying, false) as is_paying,
        coalesce(mrr_monthly.month, days_per_month.month) as month

    from mrr_monthly
    full outer join days_per_month
        on mrr_monthly.customer_id = days_per_month.customer_id
        and mrr_monthly.month = days_per_month.month

),

final as (

    select
        customer_id,
        cast(mrr as decimal(12, 2)) as mrr,
        cast(case when movement_type = 'new' then mrr else 0 end as decimal(12, 2)) as new_mrr,
        cast(
            case when movement_type = 'expansion' then mrr - previous_mrr else 0 end
            as decimal(12, 2)
        ) as expansion_mrr,
        cast(
            case when movement_type = 'contraction' then previous_mrr - mrr else 0 end
            as decimal(12, 2)
        ) as contraction_mrr,
        cast(
            case when movement_type = 'churn' then previous_mrr else 0 end as decimal(12, 2)
        ) as churned_mrr,
        cast(
            case when movement_type = 'reactivation' then mrr else 0 end as decimal(12, 2)
        ) as reactivation_mrr,
        cast(avg_health_score as decimal(7, 6)) as avg_health_score,
        cast(
            avg_health_score - lag(avg_health_score) over (partition by customer_id order by month)
            as decimal(7, 6)
        ) as avg_health_change_1m,
        live_days,
        active_days,
        cast(device_events as bigint) as device_events,
        is_paying,
        month

    from joined

)

select * from final
order by month, customer_id
