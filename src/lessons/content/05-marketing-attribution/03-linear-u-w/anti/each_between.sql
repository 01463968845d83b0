-- code: M-CREDIT
-- headline: {n} {are} wrong: each touch between gets the whole weight of the middle.
-- feedback: {key} is one of several touches between the ends. They share one weight. Among how many?
select
    conversion_id,
    touch_id,
    channel,
    1.0 / greatest(n_touches, 1) as linear,
    case
        when n_touches <= 1 then 1
        when n_touches = 2 and pos = 1 then {{ first }} / ({{ first }} + {{ last }})
        when n_touches = 2 then {{ last }} / ({{ first }} + {{ last }})
        when pos = 1 then {{ first }}
        when pos = n_touches then {{ last }}
        else {{ middle }}
    end as position_based

from {{ ref('int_marketing__journeys') }}
where converted
