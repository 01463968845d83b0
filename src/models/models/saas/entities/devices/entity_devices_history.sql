-- One row per device and version of its state, to the minute: a device can be down and up
-- again within an hour. Versions are half-open: valid from valid_from up to, not including,
-- valid_to, which is NULL while the version is in force.
{{ config(tags=['pattern:scd2', 'pattern:gaps-and-islands', 'pattern:statistics']) }}

with

-- Devices of test accounts and of erased accounts belong to nobody.
devices as (

    select devices.*
    from {{ ref('stg_app_database__devices') }} as devices
    inner join {{ ref('stg_app_database__accounts') }} as accounts
        on devices.customer_id = accounts.customer_id

),

status_events as (

    select
        status_events.*,
        lead(status_events.occurred_at) over (
            partition by status_events.device_id
            order by status_events.occurred_at, status_events.status_event_id
        ) as next_event_at,
        {{ as_of_timestamp() }} - interval {{ var('status_log_days') }} day as log_starts_at

    from {{ ref('stg_app_database__device_status_events') }} as status_events

),

outages as (

    select * from {{ ref('int_devices__outages') }}

),

firmware_visits as (

    select
        device_id,
        max(completed_at) as completed_at

    from {{ ref('stg_app_database__maintenance_events') }}
    where maintenance_type = 'firmware'
    group by device_id, cast(completed_at as date)

),

-- The log forgets outages that are over. That a device was online when the log of today
-- begins is known; that it was online all the time before is not.
status_changes as (

    select
        device_id,
        status_event_id as sequence,
        case
            when device_status = 'online' and occurred_at < log_starts_at then 'unrecorded'
            else device_status
        end as status,
        case when device_status in ('offline', 'retired') then cause end as cause,
        occurred_at as changed_at

    from status_events

    union all

    select
        device_id,
        0 as sequence,
        'online' as status,
        null as cause,
        log_starts_at as changed_at

    from status_events
    where device_status = 'online'
        and occurred_at < log_starts_at
        and coalesce(next_event_at > log_starts_at, true)

),

device_spans as (

    select
        device_id,
        min(occurred_at) as installed_at,
        max(occurred_at) as last_event_at,
        min(occurred_at) filter (where device_status = 'retired') as retired_at

    from status_events
    group by device_id

),

reported_firmware as (

    select
        device_id,
        {{ firmware_text('device_telemetry_daily.firmware_version') }} as firmware_version,
        lag(device_telemetry_daily.firmware_version) over by_device as previous_code,
        previous_code is null as is_first,
        date_day

    from {{ ref('stg_app_database__device_telemetry_daily') }} as device_telemetry_daily
    window by_device as (partition by device_id order by date_day)
    qualify device_telemetry_daily.firmware_version is distinct from previous_code

),

-- A device that reports on the first day after its installation came with its firmware; one
-- that was updated by hand changed when the technician was done; else the day has to do.
firmware_changes as (

    select
        reported_firmware.device_id,
        -1 as sequence,
        reported_firmware.firmware_version,
        case
            when reported_firmware.is_first
                and reported_firmware.date_day <= cast(device_spans.installed_at as date) + 1
                then device_spans.installed_at
            else coalesce(firmware_visits.completed_at, cast(reported_firmware.date_day as timestamp))
        end as changed_at

    from reported_firmware
    inner join device_spans on reported_firmware.device_id = device_spans.device_id
    left join firmware_visits
        on reported_firmware.device_id = firmware_visits.device_id
        and reported_firmware.date_day = cast(firmware_visits.completed_at as date)

    union all

    -- What the application knows last, for devices that were silent when they were updated.
    select
        devices.device_id,
        -2 as sequence,
        devices.firmware_version,
        coalesce(
            device_spans.retired_at,
            greatest(cast({{ as_of_date() }} as timestamp), device_spans.installed_at)
        ) as changed_at

    from devices
    inner join device_spans on devices.device_id = device_spans.device_id
    left join (
        select
            device_id,
            arg_max(firmware_version, date_day) as firmware_version

        from reported_firmware
        group by device_id
    ) as last_reports on devices.device_id = last_reports.device_id
    where devices.firmware_version is distinct from last_reports.firmware_version

),

all_changes as (

    select device_id, sequence, status, cause, null as firmware_version, changed_at from status_changes
    union all
    select device_id, sequence, null, null, firmware_version, changed_at from firmware_changes

),

-- A change says one thing; everything else stays as it was.
states as (

    select
        devices.device_id,
        devices.location_id,
        devices.customer_id,
        all_changes.sequence,
        last_value(all_changes.status ignore nulls) over until_now as status,
        nullif(last_value(
            case when all_changes.status is not null then coalesce(all_changes.cause, '') end ignore nulls
        ) over until_now, '') as cause,
        last_value(all_changes.firmware_version ignore nulls) over until_now as firmware_version,
        all_changes.changed_at

    from all_changes
    inner join devices on all_changes.device_id = devices.device_id
    window until_now as (
        partition by all_changes.device_id
        order by all_changes.changed_at, all_changes.sequence
        rows between unbounded preceding and current row
    )

),

versions as (

    {{ scd2_from_changes(
        'states',
        key='device_id',
        changed_at='changed_at',
        columns=['status', 'cause', 'firmware_version'],
        order_by='sequence',
        by_day=false,
        keep=['location_id', 'customer_id'],
    ) }}

),

-- Which versions begin an outage, and when the one before it was over.
failures as (

    select
        outage_id,
        device_id,
        started_at,
        lag(ended_at) over (partition by device_id order by started_at) as previous_ended_at

    from outages

),

measured as (

    select
        versions.*,
        failures.outage_id is not null as is_failure,
        failures.started_at < failures.previous_ended_at + interval {{ var('rapid_failure_hours') }} hour
            as is_rapid_failure,
        -- Hours of recorded operation before this version, and failures in the log so far.
        sum(
            case
                when versions.status in ('online', 'maintenance')
                    then date_diff('minute', versions.valid_from, versions.valid_to) / 60.0
                else 0
            end
        ) over (
            partition by versions.device_id order by versions.valid_from
            rows between unbounded preceding and 1 preceding
        ) as operating_hours,
        count(failures.outage_id) filter (
            where versions.valid_from >= {{ as_of_timestamp() }} - interval {{ var('status_log_days') }} day
        ) over (
            partition by versions.device_id order by versions.valid_from
            rows between unbounded preceding and current row
        ) as failures_so_far

    from versions
    left join failures
        on versions.device_id = failures.device_id
        and versions.valid_from = failures.started_at

),

final as (

    select
        {{ surrogate_key(['device_id', 'valid_from']) }} as device_history_id,
        device_id,
        location_id,
        customer_id,
        status,
        previous_status,
        firmware_version,
        previous_firmware_version,
        cause,
        case
            when is_first_version then 'installed'
            when changed_columns = 'firmware_version' then 'firmware'
            when is_failure then 'failure'
            when status = 'offline' then 'switched_off'
            when status = 'maintenance' then 'maintenance'
            when status = 'retired' then 'retired'
            when status = 'unrecorded' or previous_status = 'unrecorded' then 'log'
            when previous_status = 'maintenance' then 'maintained'
            else 'recovery'
        end as change_type,
        changed_columns,
        cast(round({{ safe_divide('operating_hours', 'failures_so_far') }}, 2) as decimal(12, 2))
            as mtbf_hours,
        coalesce(is_failure and is_rapid_failure, false) as is_rapid_failure,
        is_current,
        valid_from,
        valid_to

    from measured

)

select * from final
order by device_id, valid_from
