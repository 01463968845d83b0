-- One row per device: a tap controller, sensor or gateway, in use or retired.
{{ config(tags=['pattern:dedup']) }}

with

devices as (

    select * from {{ source('app_database', 'devices') }}
    {{ dedupe('id') }}

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
            "install_date > " ~ as_of_date(),
            "retired_date < install_date",
            "purchase_price < 0",
        ]) }} as dq_flags,
        is_online,
        case
            when install_date <= least({{ as_of_date() }}, coalesce(retired_date, {{ as_of_date() }}))
                then install_date
        end as install_date,
        retired_date,
        warranty_expiry as warranty_expiry_date,
        last_heartbeat_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from devices

)

select * from final
