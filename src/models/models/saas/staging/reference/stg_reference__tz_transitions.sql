-- One row per time zone and moment at which its clocks change; the offset holds from utc_from
-- until just before utc_to.
with

tz_transitions as (

    select * from {{ source('reference', 'tz_transitions') }}
    {{ dedupe('zone, utc_from') }}

),

final as (

    select
        zone as timezone,
        cast(offset_min as integer) as offset_minutes,
        {{ dq_flags([
            "offset_min not between -840 and 840",
            "utc_from > " ~ as_of_date() ~ " + 1",
        ]) }} as dq_flags,
        is_dst,
        utc_from,
        lead(utc_from) over (partition by zone order by utc_from) as utc_to,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from tz_transitions

)

select * from final
