-- At each level operations_health has one row per thing, and the levels have the same devices.
with

levels as (

    select
        level,
        count(*) as level_rows,
        count(distinct (customer_id, location_id, device_type)) as things,
        sum(devices) as devices

    from {{ ref('operations_health') }}
    group by level

),

in_use as (

    select count(*) as devices from {{ ref('entity_devices') }}
    where status <> 'retired'

)

select levels.*
from levels
cross join in_use
where levels.level_rows <> levels.things
    or levels.devices <> in_use.devices
