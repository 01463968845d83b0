-- code: M-AVGAVG
-- headline: The MTBF of {n} is a mean of the devices' own.
-- feedback: Each device of type {key} got the same weight, and those without a failure none at all. Which two sums make the MTBF of the
--   whole type?
with

devices as (

    select device_id, device_type
    from {{ ref('stg_app_database__devices') }}

),

running as (

    select
        device_id,
        sum(online_seconds) / 3600.0 as operating_hours

    from {{ ref('entity_devices_daily') }}
    where date_day > cast('{{ var("as_of_date") }}' as date) - {{ var('status_log_days') }}
    group by device_id

),

failures as (

    select
        device_id,
        count(*) as failures,
        sum(minutes) filter (where not is_open) as repair_minutes,
        count(*) filter (where not is_open) as repairs

    from {{ ref('int_devices__outages') }}
    where started_at >= {{ as_of_timestamp() }} - interval {{ var('status_log_days') }} day
    group by device_id

)

select
    devices.device_type,
    coalesce(sum(failures.failures), 0) as failures,
    avg(running.operating_hours / nullif(failures.failures, 0)) as mtbf_hours,
    sum(failures.repair_minutes) / nullif(sum(failures.repairs), 0) / 60 as mttr_hours

from running
inner join devices on running.device_id = devices.device_id
left join failures on running.device_id = failures.device_id
group by devices.device_type
