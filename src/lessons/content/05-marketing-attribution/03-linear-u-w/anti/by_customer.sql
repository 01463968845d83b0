-- code: M-GRAIN
-- headline: {n} {are} wrong: linear is counted for each customer, not for each conversion.
-- feedback: The customer of {key} converted more than once, and each conversion has a credit of its own. Which column says how
--   many touches this journey has?
select
    conversion_id,
    touch_id,
    channel,
    1.0 / count(*) over (partition by customer_id) as linear,
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
