-- One row per calendar day, from start_date to as_of_date.
{{ config(tags=['pattern:spine'], indexes=[{'columns': ['date_day']}]) }}

with

days as (

    select * from {{ ref('int_calendar__date_spine') }}

),

final as (

    select
        {{ date_key('date_day') }} as date_key,
        year,
        fiscal_quarter,
        day_of_week,
        is_weekend,
        is_holiday,
        date_day,
        week,
        month,
        quarter

    from days

)

select * from final
