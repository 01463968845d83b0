-- code: M-CREDIT
-- headline: {n} {are} wrong: a touch that is alone gets less than 1.
-- feedback: {key} is first and last at once, and the first matching line decides. Which line should it meet before?
select
    conversion_id,
    touch_id,
    channel,
    1.0 / greatest(n_touches, 1) as linear,
    case
        when n_touches = 2 and pos = 1 then {{ first }} / ({{ first }} + {{ last }})
        when n_touches = 2 then {{ last }} / ({{ first }} + {{ last }})
        when pos = 1 then {{ first }}
        when pos = n_touches then {{ last }}
        else {{ middle }} / (n_touches - 2)
    end as position_based

from {{ ref('int_marketing__journeys') }}
where converted
