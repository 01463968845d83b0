-- The location entity says the same in its tables: the atomic row is the version in force, and
-- its 30 days are those of the daily table.
with

locations as (

    select * from {{ ref('entity_locations') }}

),

current_versions as (

    select * from {{ ref('entity_locations_history') }}
    where is_current

),

last_30_days as (

    select
        location_id,
        sum(pours) as pours,
        sum(volume_litres) as volume_litres

    from {{ ref('entity_locations_daily') }}
    where date_day > {{ as_of_date() }} - 30
    group by location_id

)

select
    'entity_locations_history' as compared_with,
    locations.location_id

from locations
full outer join current_versions on locations.location_id = current_versions.location_id
where (
    locations.location_id,
    locations.customer_id,
    locations.status,
    locations.location_size,
    locations.device_count_band
) is distinct from (
    current_versions.location_id,
    current_versions.customer_id,
    current_versions.status,
    current_versions.location_size,
    current_versions.device_count_band
)

union all

select
    'entity_locations_daily' as compared_with,
    locations.location_id

from locations
left join last_30_days on locations.location_id = last_30_days.location_id
where locations.pours_30d <> coalesce(last_30_days.pours, 0)
    or locations.volume_litres_30d <> coalesce(last_30_days.volume_litres, 0)
