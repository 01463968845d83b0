-- One row per device: a tap controller, sensor or gateway, in use or retired.
{{ config(tags=['pattern:dedup']) }}

with

devices as (

    select * from {{ source('app_database', 'devices') }}
    {{ dedupe('id') }}

),

-- The log of states never forgets how a device began.
first_events as (

    select
        device_id,
        cast(min(occurred_at) as date) as first_day

    from {{ source('app_database', 'device_status_events') }}
    group by device_id

),

checked as (

    select
        devices.*,
        devices.install_date > {{ as_of_date() }}
            or devices.install_date > first_events.first_day as is_installed_too_late

    from devices
    left join first_events on devices.id = first_events.device_id

),

final as (

    select
        id as device_id,
        location_id,
        customer_id,
        device_type,
        category,
        manufacturer,
        model,
        serial_number,
        firmware_version,
        lower(trim(status)) as device_status,
        network_connectivity,
        expected_lifespan_years,
        purchase_price,
        energy_consumption_watts,
        maintenance_interval_days,
        {{ dq_flags([
            "is_installed_too_late",
            "retired_date < install_date",
            "purchase_price < 0",
            is_test_account('customer_id') ~ " or " ~ is_orphan_of_account('customer_id'),
        ]) }} as dq_flags,
        is_online,
        case
            when not coalesce(is_installed_too_late or retired_date < install_date, false)
                then install_date
        end as install_date,
        retired_date,
        warranty_expiry as warranty_expiry_date,
        last_heartbeat_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from checked

)

select * from final
