-- One row per day and country with a public holiday.
with

calendar_holidays as (

    select * from {{ source('reference', 'calendar_holidays') }}
    {{ dedupe('day, country') }}

),

final as (

    select
        upper(trim(country)) as country,
        trim(holiday_name) as holiday_name,
        {{ dq_flags(["nullif(trim(holiday_name), '') is null"]) }} as dq_flags,
        day as date_day,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from calendar_holidays

)

select * from final
