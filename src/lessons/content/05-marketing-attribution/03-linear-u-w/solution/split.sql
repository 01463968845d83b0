-- One row for each conversion and touch.
select
    conversion_id,
    touch_id,
    channel,
    -- 1 the row of a conversion without a touch counts as one
    1.0 / greatest(n_touches, 1) as linear,
    -- 2 the special lengths first, 3 then the general rule
    case
        when n_touches <= 1 then 1
        when n_touches = 2 and pos = 1 then {{ first }} / ({{ first }} + {{ last }})
        when n_touches = 2 then {{ last }} / ({{ first }} + {{ last }})
        when pos = 1 then {{ first }}
        when pos = n_touches then {{ last }}
        else {{ middle }} / (n_touches - 2)
    end as position_based

from {{ ref('int_marketing__journeys') }}
where converted
