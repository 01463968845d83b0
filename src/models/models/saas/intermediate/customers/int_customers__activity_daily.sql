-- One row per customer and day, from the customer's first day on record to as_of_date, quiet
-- days included. Devices, visits, features and tickets are added up once, here; everything
-- above reads this table. Days before the telemetry began have no row.
{{ config(
    materialized='incremental',
    unique_key=['customer_id', 'date_day'],
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:partition', 'pattern:incremental', 'pattern:spine'],
) }}

{#- Users active in 30 days: the first day that is written looks back 29 days. -#}
{%- set context_days = 29 %}

with

device_telemetry_daily as (

    select * from {{ ref('stg_app_database__device_telemetry_daily') }}

),

devices as (

    select
        device_id,
        customer_id

    from {{ ref('stg_app_database__devices') }}

),

user_sessions as (

    select
        customer_id,
        user_id,
        cast(started_at as date) as date_day

    from {{ ref('stg_app_database__user_sessions') }}

),

feature_usage as (

    select * from {{ ref('stg_app_database__feature_usage') }}

),

support_tickets as (

    select
        customer_id,
        cast(created_at as date) as opened_on,
        case
            when ticket_status in ('solved', 'closed') then cast(coalesce(resolved_at, created_at) as date)
        end as resolved_on

    from {{ ref('stg_app_database__support_tickets') }}

),

bounds as (

    select
        min(date_day) as telemetry_first_day,
        {%- if is_incremental() %}
        (select max(date_day) from {{ this }}) - {{ var('late_arrival_days') }} as first_day
        {%- else %}
        min(date_day) as first_day
        {%- endif %}

    from device_telemetry_daily

),

date_spine as (

    select spine.date_day
    from {{ ref('int_calendar__date_spine') }} as spine
    inner join bounds
        on spine.date_day >= bounds.first_day - {{ context_days }}
        and spine.date_day >= bounds.telemetry_first_day

),

devices_per_day as (

    select
        devices.customer_id,
        sum(device_telemetry_daily.pours + device_telemetry_daily.error_count) as device_events,
        count(*) filter (where device_telemetry_daily.uptime_minutes > 0) as online_devices,
        count(device_telemetry_daily.uptime_minutes) as observed_devices,
        sum(device_telemetry_daily.uptime_minutes) as uptime_minutes,
        device_telemetry_daily.date_day

    from device_telemetry_daily
    inner join devices on device_telemetry_daily.device_id = devices.device_id
    {%- if is_incremental() %}
    where {{ incremental_lookback('device_telemetry_daily.date_day') }}
    {%- endif %}
    group by devices.customer_id, device_telemetry_daily.date_day

),

user_days as (

    select
        user_sessions.customer_id,
        user_sessions.user_id,
        count(*) as sessions,
        user_sessions.date_day

    from user_sessions
    inner join date_spine on user_sessions.date_day = date_spine.date_day
    group by user_sessions.customer_id, user_sessions.user_id, user_sessions.date_day

),

users_per_day as (

    select
        customer_id,
        count(*) as active_users,
        sum(sessions) as sessions,
        date_day

    from user_days
    group by customer_id, date_day

),

-- A user counts as active in 7 days from a visit on for 7 days, or until the next visit,
-- which takes over. So each user counts once, and a running sum is the number of users.
visits as (

    select
        customer_id,
        date_day,
        coalesce(
            lead(date_day) over (partition by customer_id, user_id order by date_day),
            date '9999-12-31'
        ) as next_day

    from user_days

),

active_user_changes as (

    select
        customer_id,
        sum(change_7d) as change_7d,
        sum(change_30d) as change_30d,
        date_day

    from (
        select customer_id, 1 as change_7d, 1 as change_30d, date_day from visits
        union all
        select customer_id, -1 as change_7d, 0 as change_30d, least(next_day, date_day + 7) from visits
        union all
        select customer_id, 0 as change_7d, -1 as change_30d, least(next_day, date_day + 30) from visits
    ) as changes
    group by customer_id, date_day

),

features_per_day as (

    select
        feature_usage.customer_id,
        sum(feature_usage.usage_count) as feature_uses,
        feature_usage.usage_date as date_day

    from feature_usage
    inner join date_spine on feature_usage.usage_date = date_spine.date_day
    group by feature_usage.customer_id, feature_usage.usage_date

),

-- A ticket is opened on one day and open at the end of each day until it is resolved.
tickets_per_day as (

    select
        support_tickets.customer_id,
        count(*) filter (where support_tickets.opened_on = date_spine.date_day) as tickets_opened,
        count(*) filter (
            where support_tickets.resolved_on is null or support_tickets.resolved_on > date_spine.date_day
        ) as tickets_open,
        date_spine.date_day

    from support_tickets
    inner join date_spine
        on date_spine.date_day between support_tickets.opened_on
            and coalesce(support_tickets.resolved_on, date '9999-12-31')
    group by support_tickets.customer_id, date_spine.date_day

),

first_days as (

    select
        recorded.customer_id,
        min(recorded.date_day) as first_day

    from (
        select devices.customer_id, min(device_telemetry_daily.date_day) as date_day
        from device_telemetry_daily
        inner join devices on device_telemetry_daily.device_id = devices.device_id
        group by devices.customer_id

        union all

        select user_sessions.customer_id, min(user_sessions.date_day) as date_day
        from user_sessions
        inner join bounds on user_sessions.date_day >= bounds.telemetry_first_day
        group by user_sessions.customer_id

        union all

        select feature_usage.customer_id, min(feature_usage.usage_date) as date_day
        from feature_usage
        inner join bounds on feature_usage.usage_date >= bounds.telemetry_first_day
        group by feature_usage.customer_id

        union all

        select support_tickets.customer_id, min(support_tickets.opened_on) as date_day
        from support_tickets
        inner join bounds on support_tickets.opened_on >= bounds.telemetry_first_day
        group by support_tickets.customer_id
    ) as recorded
    group by recorded.customer_id

),

dense as (

    select
        first_days.customer_id,
        date_spine.date_day

    from first_days
    inner join date_spine on date_spine.date_day >= first_days.first_day

),

with_active_users as (

    select
        dense.customer_id,
        sum(coalesce(active_user_changes.change_7d, 0)) over until_now as active_users_7d,
        sum(coalesce(active_user_changes.change_30d, 0)) over until_now as active_users_30d,
        dense.date_day

    from dense
    left join active_user_changes
        on dense.customer_id = active_user_changes.customer_id
        and dense.date_day = active_user_changes.date_day
    window until_now as (
        partition by dense.customer_id order by dense.date_day
        rows between unbounded preceding and current row
    )

),

-- Only days whose window lies within the days on record: visits before them are a sample.
final as (

    select
        days.customer_id,
        cast(coalesce(devices_per_day.device_events, 0) as bigint) as device_events,
        coalesce(devices_per_day.online_devices, 0) as online_devices,
        coalesce(devices_per_day.observed_devices, 0) as observed_devices,
        cast(coalesce(devices_per_day.uptime_minutes, 0) as bigint) as uptime_minutes,
        cast({{ safe_divide(
            'devices_per_day.uptime_minutes', 'devices_per_day.observed_devices * 1440'
        ) }} as decimal(5, 4)) as online_ratio,
        coalesce(users_per_day.active_users, 0) as active_users,
        case
            when days.date_day - 6 >= bounds.telemetry_first_day then cast(days.active_users_7d as bigint)
        end as active_users_7d,
        case
            when days.date_day - 29 >= bounds.telemetry_first_day then cast(days.active_users_30d as bigint)
        end as active_users_30d,
        cast(coalesce(users_per_day.sessions, 0) as bigint) as sessions,
        cast(coalesce(features_per_day.feature_uses, 0) as bigint) as feature_uses,
        coalesce(tickets_per_day.tickets_opened, 0) as tickets_opened,
        coalesce(tickets_per_day.tickets_open, 0) as tickets_open,
        days.date_day

    from with_active_users as days
    inner join bounds on days.date_day >= bounds.first_day
    left join devices_per_day
        on days.customer_id = devices_per_day.customer_id
        and days.date_day = devices_per_day.date_day
    left join users_per_day
        on days.customer_id = users_per_day.customer_id
        and days.date_day = users_per_day.date_day
    left join features_per_day
        on days.customer_id = features_per_day.customer_id
        and days.date_day = features_per_day.date_day
    left join tickets_per_day
        on days.customer_id = tickets_per_day.customer_id
        and days.date_day = tickets_per_day.date_day

)

select * from final
