-- code: M-CREDIT
-- headline: {n} {are} wrong: the credits of two touches do not sum to 1.
-- feedback: The journey of {key} has nobody between its ends, so the weight of the middle is lost. By what do you divide the two
--   that are left?
select
    conversion_id,
    touch_id,
    channel,
    1.0 / greatest(n_touches, 1) as linear,
    case
        when n_touches <= 1 then 1
        when pos = 1 then {{ first }}
        when pos = n_touches then {{ last }}
        else {{ middle }} / (n_touches - 2)
    end as position_based

from {{ ref('int_marketing__journeys') }}
where converted
