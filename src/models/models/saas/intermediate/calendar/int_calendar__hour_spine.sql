-- One row per hour of UTC, of the last hourly_days days up to as_of_date.
{{ config(tags=['pattern:spine']) }}

with

days as (

    select
        date_day,
        day_of_week

    from {{ ref('int_calendar__date_spine') }}
    where date_day > {{ as_of_date() }} - {{ var('hourly_days') }}

),

hours as (

    {{ hour_spine(as_of_date() ~ ' - ' ~ (var('hourly_days') - 1), as_of_date()) }}

),

final as (

    select
        cast(hour(hours.hour_ts) as integer) as hour_of_day,
        days.day_of_week,
        {{ business_period('hour(hours.hour_ts)') }} as business_period,
        days.date_day,
        hours.hour_ts

    from hours
    inner join days on cast(hours.hour_ts as date) = days.date_day

)

select * from final
