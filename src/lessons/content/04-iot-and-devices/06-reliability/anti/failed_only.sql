-- code: M-SURVIVOR
-- headline: The MTBF of {n} leaves out what never failed.
-- feedback: Only devices with an outage were asked for their hours, so every quiet device of type {key} is missing above the line. Is an
--   hour without a failure no experience?
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
    inner join (
        select distinct device_id
        from {{ ref('int_devices__outages') }}
        where started_at >= {{ as_of_timestamp() }} - interval {{ var('status_log_days') }} day
    ) as failed on days.device_id = failed.device_id
    where days.date_day > cast('{{ var("as_of_date") }}' as date) - {{ var('status_log_days') }}
    group by devices.device_type

),

-- 2 failures of each type that began in the same days, and how long the closed ones took
failures as (

    select
        devices.device_type,
        count(*) as failures,
        avg(outages.minutes) filter (where not outages.is_open) / 60 as mttr_hours

    from {{ ref('int_devices__outages') }} as outages
    inner join devices on outages.device_id = devices.device_id
    where outages.started_at >= {{ as_of_timestamp() }} - interval {{ var('status_log_days') }} day
    group by devices.device_type

),

-- 3 hours over failures; a type without a failure has no MTBF
final as (

    select
        running.device_type,
        coalesce(failures.failures, 0) as failures,
        running.operating_hours / nullif(failures.failures, 0) as mtbf_hours,
        failures.mttr_hours

    from running
    left join failures on running.device_type = failures.device_type

)

select * from final
