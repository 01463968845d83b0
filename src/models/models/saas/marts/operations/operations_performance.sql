-- One row per location of a customer: how busy it is and what it makes of its devices, against
-- open places of its kind.
{{ config(tags=['pattern:statistics']) }}

with

locations as (

    select * from {{ ref('entity_locations') }}

),

last_30_days as (

    select
        location_id,
        sum(pours) as pours,
        sum(active_devices) as device_days

    from {{ ref('entity_locations_daily') }}
    where date_day > {{ as_of_date() }} - 30
    group by location_id

),

-- Closed and suspended places would make every open one look efficient.
ranked as (

    select
        locations.location_id,
        percent_rank() over (
            partition by locations.location_type
            order by last_30_days.pours * 1.0 / last_30_days.device_days
        ) as efficiency_score

    from locations
    inner join last_30_days on locations.location_id = last_30_days.location_id
    where locations.status = 'open'
        and last_30_days.device_days > 0

),

final as (

    select
        locations.location_id,
        locations.customer_id,
        locations.location_name,
        locations.location_type,
        case
            when locations.status <> 'open' then 'inactive'
            when ranked.efficiency_score is null then 'unobserved'
            else {{ band('(locations.activity_percentile + ranked.efficiency_score) / 2', [
                ['leading', var('performance_leading_from')],
                ['solid', var('performance_solid_from')],
            ], 'lagging') }}
        end as performance_tier,
        locations.pours_30d,
        locations.volume_litres_30d,
        cast(round({{ safe_divide(
            'last_30_days.pours * 1.0', 'last_30_days.device_days'
        ) }}, 2) as decimal(12, 2)) as pours_per_device_day,
        locations.uptime_ratio_30d,
        locations.activity_percentile,
        cast(round(ranked.efficiency_score, 4) as decimal(5, 4)) as efficiency_score,
        locations.open_tickets

    from locations
    left join last_30_days on locations.location_id = last_30_days.location_id
    left join ranked on locations.location_id = ranked.location_id

)

select * from final
