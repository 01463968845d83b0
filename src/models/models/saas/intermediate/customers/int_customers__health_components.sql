-- One row per customer: the measures that health, churn risk, adoption and support scores
-- are made of. Windows end with as_of_date, inclusive.
{{ config(tags=['pattern:statistics']) }}

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

engagement_metrics as (

    select * from {{ ref('int_users__engagement_metrics') }}

),

features as (

    select * from {{ ref('int_features__core') }}

),

feature_usage as (

    select * from {{ ref('stg_app_database__feature_usage') }}

),

ticket_sla as (

    select * from {{ ref('int_support__ticket_sla') }}

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
        stddev_samp(device_events) filter (
            where date_day > {{ as_of_date() }} - 30
        ) as device_events_stddev_30d,
        max(active_users_7d) filter (where date_day = {{ as_of_date() }}) as active_users_7d,
        max(active_users_30d) filter (where date_day = {{ as_of_date() }}) as active_users_30d,
        max(date_day) filter (where device_events > 0 or active_users > 0) as last_active_day

    from activity_daily
    where date_day <= {{ as_of_date() }}
    group by customer_id

),

-- Of the users who have access today: a former user who came last week is active, but is
-- nobody whom one could still win over.
users_per_customer as (

    select
        users.customer_id,
        count(*) as total_users,
        count(*) filter (where engagement_metrics.sessions_30d > 0) as activated_users_30d,
        avg(engagement_metrics.engagement_score) as avg_user_engagement_score

    from users
    left join engagement_metrics on users.user_id = engagement_metrics.user_id
    where users.deactivated_at is null
    group by users.customer_id

),

-- A feature is adopted when it is used on several days, by whomever.
adopted_features as (

    select
        customer_id,
        feature_id

    from feature_usage
    where usage_date > {{ as_of_date() }} - 30
        and usage_date <= {{ as_of_date() }}
    group by customer_id, feature_id
    having count(distinct usage_date) >= {{ var('adoption_days') }}

),

features_per_customer as (

    select
        customers.customer_id,
        count(*) as features_available,
        count(adopted_features.feature_id) as features_adopted

    from customers
    inner join features
        on features.tier_required <= customers.plan_tier
        and features.released_on <= {{ as_of_date() }}
        and (features.deprecated_on is null or features.deprecated_on > {{ as_of_date() }})
    left join adopted_features
        on customers.customer_id = adopted_features.customer_id
        and features.feature_id = adopted_features.feature_id
    group by customers.customer_id

),

-- The 90 days before the last 30 are what the last 30 are compared with.
tickets as (

    select
        customer_id,
        count(*) filter (where is_open) as open_tickets,
        count(*) filter (
            where cast(created_at as date) > {{ as_of_date() }} - 30
        ) as tickets_30d,
        count(*) filter (
            where cast(created_at as date) > {{ as_of_date() }} - 120
                and cast(created_at as date) <= {{ as_of_date() }} - 30
        ) as tickets_prior_90d,
        count(*) filter (
            where lower(sla_status) = 'met'
                and cast(created_at as date) > {{ as_of_date() }} - 90
        ) as sla_met_90d,
        count(*) filter (
            where lower(sla_status) in ('met', 'breached')
                and cast(created_at as date) > {{ as_of_date() }} - 90
        ) as sla_decided_90d,
        avg(csat_score) filter (
            where cast(created_at as date) > {{ as_of_date() }} - 90
        ) as csat_avg_90d

    from ticket_sla
    where cast(created_at as date) <= {{ as_of_date() }}
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
        cast(activity.device_events_stddev_30d as decimal(12, 4)) as device_events_stddev_30d,
        coalesce(activity.active_users_7d, 0) as active_users_7d,
        coalesce(activity.active_users_30d, 0) as active_users_30d,
        coalesce(users_per_customer.total_users, 0) as total_users,
        cast({{ safe_divide(
            'users_per_customer.activated_users_30d', 'users_per_customer.total_users'
        ) }} as decimal(5, 4)) as user_activation_rate_30d,
        cast(users_per_customer.avg_user_engagement_score as decimal(5, 4)) as avg_user_engagement_score,
        coalesce(features_per_customer.features_available, 0) as features_available,
        coalesce(features_per_customer.features_adopted, 0) as features_adopted,
        coalesce(tickets.open_tickets, 0) as open_tickets,
        coalesce(tickets.tickets_30d, 0) as tickets_30d,
        coalesce(tickets.tickets_prior_90d, 0) as tickets_prior_90d,
        cast({{ safe_divide(
            'tickets.sla_met_90d', 'tickets.sla_decided_90d'
        ) }} as decimal(5, 4)) as sla_met_share_90d,
        cast(tickets.csat_avg_90d as decimal(3, 2)) as csat_avg_90d,
        date_diff('day', activity.last_active_day, {{ as_of_date() }}) as days_since_last_activity,
        coalesce(open_cases.open_dunning_cases, 0) > 0 as is_delinquent

    from customers
    left join activity on customers.customer_id = activity.customer_id
    left join users_per_customer on customers.customer_id = users_per_customer.customer_id
    left join features_per_customer on customers.customer_id = features_per_customer.customer_id
    left join tickets on customers.customer_id = tickets.customer_id
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
        device_events_stddev_30d,
        active_users_7d,
        active_users_30d,
        total_users,
        user_activation_rate_30d,
        avg_user_engagement_score,
        features_available,
        features_adopted,
        open_tickets,
        tickets_30d,
        tickets_prior_90d,
        sla_met_share_90d,
        csat_avg_90d,
        days_since_last_activity,
        cast({{ usage_part('device_events_30d') }} as decimal(5, 4)) as usage_score,
        cast({{ online_part('device_online_ratio') }} as decimal(5, 4)) as device_score,
        cast({{ payment_part('is_delinquent') }} as decimal(5, 4)) as payment_score,
        {{ calculate_support_score('sla_met_share_90d', 'open_tickets', 'csat_avg_90d') }} as support_score,
        {{ calculate_product_adoption_score(
            'features_adopted', 'features_available', 'user_activation_rate_30d'
        ) }} as adoption_score,
        is_delinquent

    from joined

)

select * from final
