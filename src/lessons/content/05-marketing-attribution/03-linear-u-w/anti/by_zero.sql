-- code: M-DIVZERO
-- headline: {n} {are} infinite: something was divided by zero touches.
-- feedback: {key} is the row of a conversion without a touch: n_touches is 0. Its credit is 1, as if it were one touch. How do you
--   keep a number from falling below 1?
select
    conversion_id,
    touch_id,
    channel,
    1.0 / n_touches as linear,
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
