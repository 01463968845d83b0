-- One row per device in use: the last 24 hours, how long it has been like this, and what to do
-- about it.
{{ config(tags=['pattern:window']) }}

with

devices as (

    select * from {{ ref('entity_devices') }}
    where status <> 'retired'

),

last_24_hours as (

    select
        *,
        row_number() over newest_first as hours_ago,
        -- 0 up to the hour in which the level was another one than in the newest hour.
        count(*) filter (where not is_newest_level) over newest_first as changes_since

    from (
        select
            *,
            alert_level = first_value(alert_level) over (
                partition by device_id order by hour_ts desc
            ) as is_newest_level

        from {{ ref('entity_devices_hourly') }}
        where hour_ts >= {{ as_of_timestamp() }} - interval 24 hour
    ) as hours
    window newest_first as (
        partition by device_id order by hour_ts desc
        rows between unbounded preceding and current row
    )

),

hours_per_device as (

    select
        device_id,
        sum(events) as events,
        sum(error_count) as errors,
        sum(online_seconds) as online_seconds,
        sum(observed_seconds) as observed_seconds,
        max(alert_level) filter (where hours_ago = 1) as alert_level,
        count(*) filter (where changes_since = 0) as alert_hours

    from last_24_hours
    group by device_id

),

final as (

    select
        devices.device_id,
        devices.location_id,
        devices.customer_id,
        devices.device_type,
        devices.status,
        devices.firmware_version,
        coalesce(hours_per_device.alert_level, 'unobserved') as alert_level,
        devices.maintenance_status,
        case
            when devices.status = 'offline' and coalesce(hours_per_device.observed_seconds, 0) = 0
                then 'switch_on_or_collect'
            when devices.status = 'offline' then 'restore'
            when hours_per_device.alert_level = 'critical' then 'inspect'
            when devices.lifecycle_stage = 'end_of_life'
                and devices.overall_device_health_score < {{ var('device_at_risk_from') }} then 'replace'
            when devices.maintenance_risk = 'high' then 'visit_now'
            when devices.maintenance_status = 'overdue' then 'schedule_visit'
            when not devices.is_firmware_current then 'update_firmware'
            else 'none'
        end as recommended_action,
        cast(hours_per_device.events as bigint) as events_24h,
        coalesce(hours_per_device.alert_hours, 24) as alert_hours,
        {{ share(
            'hours_per_device.online_seconds', 'hours_per_device.observed_seconds'
        ) }} as uptime_ratio_24h,
        cast(round({{ safe_divide(
            'hours_per_device.errors * 3600.0', 'hours_per_device.online_seconds'
        ) }}, 4) as decimal(9, 4)) as error_rate_24h,
        devices.overall_device_health_score

    from devices
    left join hours_per_device on devices.device_id = hours_per_device.device_id

)

select * from final
