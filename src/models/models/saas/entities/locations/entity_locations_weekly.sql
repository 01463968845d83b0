-- One row per location and week, rolled up from the days; weeks begin on Monday.
{{ config(tags=['pattern:partition', 'pattern:window']) }}

with

days as (

    select * from {{ ref('entity_locations_daily') }}

),

weeks as (

    select
        location_id,
        customer_id,
        sum(pours) as pours,
        sum(volume_litres) as volume_litres,
        count(*) filter (where pours > 0) as active_days,
        count(*) filter (where observed_seconds > 0) as observed_days,
        sum(online_seconds) as online_seconds,
        sum(observed_seconds) as observed_seconds,
        cast(date_trunc('week', date_day) as date) as week

    from days
    group by location_id, customer_id, cast(date_trunc('week', date_day) as date)

),

final as (

    select
        location_id,
        customer_id,
        cast(pours as bigint) as pours,
        cast(volume_litres as bigint) as volume_litres,
        active_days,
        observed_days,
        {{ share('online_seconds', 'observed_seconds') }} as uptime_ratio,
        cast(pours - lag(pours) over by_week as bigint) as pours_wow_change,
        cast(volume_litres - lag(volume_litres) over by_week as bigint) as volume_wow_change,
        week

    from weeks
    window by_week as (partition by location_id order by week)

)

select * from final
order by week, location_id
