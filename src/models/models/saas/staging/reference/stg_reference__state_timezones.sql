-- One row per state or region (state), with the time zone in which most of its people live.
with

state_timezones as (

    select * from {{ source('reference', 'state_timezones') }}
    {{ dedupe('state') }}

),

final as (

    select
        upper(trim(state)) as state,
        trim(state_name) as state_name,
        upper(trim(country)) as country,
        trim(timezone) as timezone,
        {{ dq_flags(["timezone not like '%_/_%'"]) }} as dq_flags,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from state_timezones

)

select * from final
