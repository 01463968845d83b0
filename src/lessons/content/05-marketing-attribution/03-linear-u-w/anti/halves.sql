-- code: M-HALVES
-- headline: {n} {are} wrong: two touches share equally, but their weights differ.
-- feedback: Half and half is right for equal weights only. The task weighs the first and the last touch of {key} differently.
--   What is the share of each in the sum of both?
select
    conversion_id,
    touch_id,
    channel,
    1.0 / greatest(n_touches, 1) as linear,
    case
        when n_touches <= 1 then 1
        when n_touches = 2 then 0.5
        when pos = 1 then {{ first }}
        when pos = n_touches then {{ last }}
        else {{ middle }} / (n_touches - 2)
    end as position_based

from {{ ref('int_marketing__journeys') }}
where converted
