-- One row per customer: the measures that health and churn risk are made of. Windows end
-- with as_of_date, inclusive.
with

customers as (

    select * from {{ ref('int_customers__core') }}

),

activity_daily as (

    select * from {{ ref('int_customers__activity_daily') }}

),

users as (

    select * from {{ ref('int_users__core') }}

),

dunning_cases as (

    select * from {{ ref('int_billing__dunning_cases') }}

),

activity as (

    select
        customer_id,
        sum(device_events) filter (
            where date_day > {{ as_of_date() }} - 7
        ) as device_events_7d,
        sum(device_events) filter (
            where date_day > {{ as_of_date() }} - 30
        ) as device_events_30d,
        sum(device_events) filter (
            where date_day > {{ as_of_date() }} - 90
        ) as device_events_90d,
        sum(uptime_minutes) filter (
            where date_day > {{ as_of_date() }} - 30
        ) as uptime_minutes_30d,
        sum(observed_devices) filter (
            where date_day > {{ as_of_date() }} - 30
        ) as observed_device_days_30d,
        max(date_day) filter (where device_events > 0) as last_active_day

    from activity_daily
    where date_day <= {{ as_of_date() }}
    group by customer_id

),

-- Sessions are not in the project yet. The last sign-in tells the same for windows that end
-- with as_of_date, and only for them.
user_activity as (

    select
        customer_id,
        count(*) filter (
            where cast(last_login_at as date) > {{ as_of_date() }} - 7
        ) as active_users_7d,
        count(*) filter (
            where cast(last_login_at as date) > {{ as_of_date() }} - 30
        ) as active_users_30d

    from users
    where deactivated_at is null
    group by customer_id

),

open_cases as (

    select
        customer_id,
        count(*) as open_dunning_cases

    from dunning_cases
    where is_open
    group by customer_id

),

joined as (

    select
        customers.customer_id,
        cast(coalesce(activity.device_events_7d, 0) as bigint) as device_events_7d,
        cast(coalesce(activity.device_events_30d, 0) as bigint) as device_events_30d,
        cast(coalesce(activity.device_events_90d, 0) as bigint) as device_events_90d,
        cast(coalesce(activity.observed_device_days_30d, 0) as bigint) as observed_device_days_30d,
        cast({{ safe_divide(
            'activity.uptime_minutes_30d', 'activity.observed_device_days_30d * 1440'
        ) }} as decimal(5, 4)) as device_online_ratio,
        coalesce(user_activity.active_users_7d, 0) as active_users_7d,
        coalesce(user_activity.active_users_30d, 0) as active_users_30d,
        date_diff('day', activity.last_active_day, {{ as_of_date() }}) as days_since_last_activity,
        coalesce(open_cases.open_dunning_cases, 0) > 0 as is_delinquent

    from customers
    left join activity on customers.customer_id = activity.customer_id
    left join user_activity on customers.customer_id = user_activity.customer_id
    left join open_cases on customers.customer_id = open_cases.customer_id

),

final as (

    select
        customer_id,
        device_events_7d,
        device_events_30d,
        device_events_90d,
        observed_device_days_30d,
        device_online_ratio,
        active_users_7d,
        active_users_30d,
        days_since_last_activity,
        cast({{ usage_part('device_events_30d') }} as decimal(5, 4)) as usage_score,
        cast({{ online_part('device_online_ratio') }} as decimal(5, 4)) as device_score,
        cast({{ payment_part('is_delinquent') }} as decimal(5, 4)) as payment_score,
        is_delinquent

    from joined

)

select * from final
