-- One row per device of a customer, in use or retired, as it is on as_of_date.
{{ config(tags=['pattern:statistics']) }}

with

health as (

    select * from {{ ref('int_devices__performance_health') }}

),

devices as (

    select * from {{ ref('stg_app_database__devices') }}

),

outages as (

    select
        device_id,
        count(*) as outages_90d

    from {{ ref('int_devices__outages') }}
    where started_at >= {{ as_of_timestamp() }} - interval 90 day
    group by device_id

),

newest_firmware as (

    select arg_max(firmware_version, released_on) as firmware_version
    from {{ ref('stg_app_database__firmware_releases') }}

),

joined as (

    select
        health.*,
        devices.device_type,
        devices.model,
        devices.firmware_version,
        devices.firmware_version = newest_firmware.firmware_version as is_firmware_current,
        devices.maintenance_interval_days,
        coalesce(outages.outages_90d, 0) as outages_90d,
        devices.last_heartbeat_at,
        {{ safe_divide(
            as_of_date() ~ ' - health.installed_date',
            'devices.expected_lifespan_years * 365.25'
        ) }} as share_of_life

    from health
    inner join devices on health.device_id = devices.device_id
    cross join newest_firmware
    left join outages on health.device_id = outages.device_id

),

final as (

    select
        device_id,
        location_id,
        customer_id,
        device_type,
        model,
        firmware_version,
        device_status as status,
        maintenance_status,
        case
            when device_status = 'retired' then null
            when days_since_maintenance
                > maintenance_interval_days * {{ var('maintenance_risk_overdue_factor') }}
                or maintenance_status = 'overdue'
                and overall_device_health_score < {{ var('device_healthy_from') }} then 'high'
            when maintenance_status = 'overdue'
                or overall_device_health_score < {{ var('device_at_risk_from') }} then 'medium'
            else 'low'
        end as maintenance_risk,
        case
            when device_status = 'retired' then 'retired'
            when share_of_life >= 1 then 'end_of_life'
            when share_of_life >= {{ var('device_aging_from_share_of_life') }} then 'aging'
            when installed_date > {{ as_of_date() }} - {{ var('device_new_days') }} then 'new'
            else 'in_service'
        end as lifecycle_stage,
        uptime_score,
        performance_score,
        alert_score,
        overall_device_health_score,
        events_30d,
        volume_litres_30d,
        errors_30d,
        observed_hours_30d,
        online_hours_30d,
        uptime_ratio_30d,
        error_rate_30d,
        temp_c_median_30d,
        outages_90d,
        days_since_maintenance,
        maintenance_interval_days,
        cast(volume_litres_30d * {{ var('drink_revenue_per_litre') }} as decimal(12, 2))
            as estimated_revenue_30d,
        cast(round(share_of_life, 4) as decimal(7, 4)) as share_of_life,
        is_firmware_current,
        installed_date,
        last_maintenance_date,
        last_heartbeat_at,
        {{ as_of_date() }} as as_of_date

    from joined

)

select * from final
