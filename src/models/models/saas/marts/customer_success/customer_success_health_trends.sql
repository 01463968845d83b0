-- One row per week and customer tier: health at the end of the week. The week that runs is
-- told by its last day so far.
{{ config(tags=['pattern:window', 'pattern:statistics']) }}

with

customers_daily as (

    select * from {{ ref('entity_customers_daily') }}

),

customers as (

    select * from {{ ref('entity_customers') }}

),

closing_days as (

    select
        cast(date_trunc('week', date_day) as date) as week,
        max(date_day) as date_day

    from customers_daily
    group by cast(date_trunc('week', date_day) as date)

),

week_ends as (

    select
        closing_days.week,
        customers.customer_tier,
        customers_daily.customer_health_score,
        customers_daily.health_trajectory_30d

    from customers_daily
    inner join closing_days on customers_daily.date_day = closing_days.date_day
    inner join customers on customers_daily.customer_id = customers.customer_id
    where customers_daily.customer_health_score is not null

),

per_week as (

    select
        customer_tier,
        count(*) as customers,
        avg(customer_health_score) as avg_health_score,
        median(customer_health_score) as median_health_score,
        count(*) filter (where health_trajectory_30d = 'improving') as improving,
        count(*) filter (where health_trajectory_30d = 'declining') as declining,
        week

    from week_ends
    group by customer_tier, week

),

final as (

    select
        customer_tier,
        customers,
        cast(avg_health_score as decimal(7, 6)) as avg_health_score,
        cast(median_health_score as decimal(7, 6)) as median_health_score,
        cast(
            avg_health_score - lag(avg_health_score) over (partition by customer_tier order by week)
            as decimal(7, 6)
        ) as avg_health_change_1w,
        improving,
        declining,
        week

    from per_week

)

select * from final
order by week, customer_tier
