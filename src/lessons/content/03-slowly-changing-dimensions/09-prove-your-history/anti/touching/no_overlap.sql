-- code: M-BETWEEN
-- headline: The overlap test objects to sound data.
-- feedback: Every version begins where the one before it ends. They touch, and do not overlap, because the end is not part of a
--   version. Which comparison says so?
select
    earlier.deal_id,
    earlier.valid_from,
    earlier.valid_to,
    later.valid_from as later_from

from {{ ref('fact_deal_stage_history') }} as earlier
inner join {{ ref('fact_deal_stage_history') }} as later
    on earlier.deal_id = later.deal_id
    and earlier.valid_from < later.valid_from
where later.valid_from <= earlier.valid_to or earlier.valid_to is null
