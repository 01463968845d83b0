-- One row per live customer and day of the last customers_daily_days days: the state at the
-- end of the day and windows that end with it. Telemetry reaches back a year. Where it does
-- not fill a 30-day window, device measures and scores are NULL, not 0.
{{ config(
    materialized='incremental',
    unique_key=['customer_id', 'date_day'],
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:window', 'pattern:spine', 'pattern:incremental', 'pattern:partition'],
    post_hook="delete from {{ this }}
        where date_day <= {{ as_of_date() }} - {{ var('customers_daily_days') }}",
) }}

{#-
    Windows look back from the first day that is written: 30 days, or in an incremental run
    30 days of scores, which look back churn_lookback_days themselves.
-#}
{%- set context_days = 30 + var('churn_lookback_days') if is_incremental() else 30 %}

with

customers as (

    select * from {{ ref('int_customers__core') }}

),

mrr_daily as (

    select * from {{ ref('int_subscriptions__mrr_daily') }}

),

plans as (

    select * from {{ ref('stg_app_database__plans') }}

),

activity_daily as (

    select * from {{ ref('int_customers__activity_daily') }}

),

dunning_cases as (

    select * from {{ ref('int_billing__dunning_cases') }}

),

bounds as (

    select
        {%- if is_incremental() %}
        (select max(date_day) from {{ this }}) - {{ var('late_arrival_days') }} as first_day,
        {%- else %}
        {{ as_of_date() }} - {{ var('customers_daily_days') - 1 }} as first_day,
        {%- endif %}
        (select min(date_day) from activity_daily) as telemetry_first_day

),

date_spine as (

    select spine.date_day
    from {{ ref('int_calendar__date_spine') }} as spine
    inner join bounds on spine.date_day >= bounds.first_day - {{ context_days }}

),

-- A customer's day, from its subscriptions. The one that speaks for the customer is chosen
-- as in int_customers__core: the liveliest, then the dearest, then the newest, packed into
-- one number that orders them.
subscription_days as (

    select
        mrr_daily.customer_id,
        arg_min(mrr_daily.plan_id, leading_order) as plan_id,
        arg_min(mrr_daily.subscription_status, leading_order) as subscription_status,
        sum(mrr_daily.mrr) as mrr,
        mrr_daily.date_day

    from (
        select
            *,
            {{ subscription_status_rank('subscription_status') }} * 1000000000000000
                - cast(mrr * 100 as bigint) * 1000000
                - subscription_id as leading_order

        from mrr_daily
    ) as mrr_daily
    inner join date_spine on mrr_daily.date_day = date_spine.date_day
    group by mrr_daily.customer_id, mrr_daily.date_day

),

spans as (

    select
        subscription_days.customer_id,
        cast(min(customers.created_at) as date) as first_day,
        max(subscription_days.date_day) as last_day

    from subscription_days
    inner join customers on subscription_days.customer_id = customers.customer_id
    group by subscription_days.customer_id

),

overdue_days as (

    select distinct
        dunning_cases.customer_id,
        date_spine.date_day

    from dunning_cases
    inner join date_spine
        on date_spine.date_day >= cast(dunning_cases.started_at as date)
        and date_spine.date_day < coalesce(cast(dunning_cases.ended_at as date), date '9999-12-31')

),

-- Every day from the sign-up to the last live day, also those between two subscriptions, so
-- that 30 rows are 30 days.
dense as (

    select
        spans.customer_id,
        subscription_days.plan_id,
        subscription_days.subscription_status,
        cast(coalesce(subscription_days.mrr, 0) as decimal(12, 2)) as mrr,
        date_spine.date_day

    from spans
    inner join date_spine on date_spine.date_day between spans.first_day and spans.last_day
    left join subscription_days
        on spans.customer_id = subscription_days.customer_id
        and date_spine.date_day = subscription_days.date_day

),

revenue as (

    select
        *,
        mrr - lag(mrr, 1) over by_day as mrr_change_1d,
        mrr - lag(mrr, 30) over by_day as mrr_change_30d,
        avg(mrr) over last_30_days as mrr_avg_30d

    from dense
    window
        by_day as (partition by customer_id order by date_day),
        last_30_days as (
            partition by customer_id order by date_day
            rows between 29 preceding and current row
        )

),

-- int_customers__activity_daily has a row for every day too.
activity as (

    select
        activity_daily.customer_id,
        activity_daily.active_users_30d,
        sum(activity_daily.device_events) over last_30_days as device_events_30d,
        {{ safe_divide(
            'sum(activity_daily.uptime_minutes) over last_30_days',
            'sum(activity_daily.observed_devices) over last_30_days * 1440'
        ) }} as device_online_ratio,
        max(
            case
                when activity_daily.device_events > 0 or activity_daily.active_users > 0
                    then activity_daily.date_day
            end
        ) over until_now as last_active_day,
        activity_daily.date_day

    from activity_daily
    inner join date_spine on activity_daily.date_day = date_spine.date_day
    window
        last_30_days as (
            partition by activity_daily.customer_id order by activity_daily.date_day
            rows between 29 preceding and current row
        ),
        until_now as (
            partition by activity_daily.customer_id order by activity_daily.date_day
            rows between unbounded preceding and current row
        )

),

-- From here on only days whose 30-day window lies within the telemetry.
measured as (

    select
        dense.customer_id,
        dense.subscription_status,
        dense.mrr,
        cast(coalesce(activity.device_events_30d, 0) as bigint) as device_events_30d,
        coalesce(activity.active_users_30d, 0) as active_users_30d,
        cast(activity.device_online_ratio as decimal(5, 4)) as device_online_ratio,
        date_diff('day', activity.last_active_day, dense.date_day) as days_since_last_activity,
        overdue_days.customer_id is not null as is_delinquent,
        dense.date_day

    from dense
    inner join bounds on dense.date_day - 29 >= bounds.telemetry_first_day
    left join activity
        on dense.customer_id = activity.customer_id
        and dense.date_day = activity.date_day
    left join overdue_days
        on dense.customer_id = overdue_days.customer_id
        and dense.date_day = overdue_days.date_day

),

with_health as (

    select
        *,
        {{ calculate_customer_health_score(
            'subscription_status',
            'device_events_30d',
            'device_online_ratio',
            'is_delinquent',
            'mrr'
        ) }} as customer_health_score

    from measured

),

health as (

    select
        customer_id,
        device_events_30d,
        active_users_30d,
        device_online_ratio,
        customer_health_score,
        {{ calculate_churn_risk_score(
            'subscription_status',
            'device_events_30d',
            'days_since_last_activity',
            'is_delinquent',
            'customer_health_score'
        ) }} as churn_risk_score,
        customer_health_score - lag(customer_health_score, 30) over by_day as health_change_30d,
        avg(customer_health_score) over last_30_days as health_avg_30d,
        min(customer_health_score) over last_30_days as health_min_30d,
        max(customer_health_score) over last_30_days as health_max_30d,
        stddev_samp(customer_health_score) over last_30_days as health_stddev_30d,
        date_day

    from with_health
    window
        by_day as (partition by customer_id order by date_day),
        last_30_days as (
            partition by customer_id order by date_day
            rows between 29 preceding and current row
        )

),

final as (

    select
        revenue.customer_id,
        plans.plan_name as plan,
        {{ customer_status(
            'revenue.subscription_status',
            'coalesce(cast(customers.first_paid_at as date) <= revenue.date_day, false)'
        ) }} as customer_status,
        revenue.subscription_status,
        case
            when health.health_change_30d >= {{ var('health_trajectory_threshold') }} then 'improving'
            when health.health_change_30d <= -{{ var('health_trajectory_threshold') }} then 'declining'
            when health.health_change_30d is not null then 'stable'
        end as health_trajectory_30d,
        revenue.mrr,
        revenue.mrr_change_1d,
        revenue.mrr_change_30d,
        cast(revenue.mrr_avg_30d as decimal(14, 4)) as mrr_avg_30d,
        case
            when revenue.date_day >= bounds.telemetry_first_day then coalesce(activity_daily.device_events, 0)
        end as device_events,
        case
            when revenue.date_day >= bounds.telemetry_first_day then coalesce(activity_daily.active_users, 0)
        end as active_users,
        health.device_events_30d,
        health.active_users_30d,
        health.device_online_ratio,
        health.customer_health_score,
        health.churn_risk_score,
        health.health_change_30d,
        cast(health.health_avg_30d as decimal(7, 6)) as health_avg_30d,
        health.health_min_30d,
        health.health_max_30d,
        cast(health.health_stddev_30d as decimal(7, 6)) as health_stddev_30d,
        date_diff('day', cast(customers.created_at as date), revenue.date_day) + 1 as day_sequence,
        overdue_days.customer_id is not null as is_delinquent,
        cast(date_trunc('month', customers.first_paid_at) as date) as cohort_month,
        revenue.date_day

    from revenue
    inner join customers on revenue.customer_id = customers.customer_id
    inner join bounds on revenue.date_day >= bounds.first_day
    left join plans on revenue.plan_id = plans.plan_id
    left join health
        on revenue.customer_id = health.customer_id
        and revenue.date_day = health.date_day
    left join activity_daily
        on revenue.customer_id = activity_daily.customer_id
        and revenue.date_day = activity_daily.date_day
    left join overdue_days
        on revenue.customer_id = overdue_days.customer_id
        and revenue.date_day = overdue_days.date_day
    where {{ is_live_status('revenue.subscription_status') }}

)

select * from final
