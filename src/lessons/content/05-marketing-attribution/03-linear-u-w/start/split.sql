-- One row for each conversion and touch. Both credits are those of the whole conversion so far.
select
    conversion_id,
    touch_id,
    channel,
    1 as linear,
    1 as position_based

from {{ ref('int_marketing__journeys') }}
where converted
