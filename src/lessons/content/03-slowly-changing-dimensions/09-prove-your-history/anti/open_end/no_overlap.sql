-- code: M-OPENEND
-- headline: {n} survived: {first}.
-- feedback: A version that was never closed has no valid_to, and a comparison with NULL is not true. How far does an open version
--   reach?
select
    earlier.deal_id,
    earlier.valid_from,
    earlier.valid_to,
    later.valid_from as later_from

from {{ ref('fact_deal_stage_history') }} as earlier
inner join {{ ref('fact_deal_stage_history') }} as later
    on earlier.deal_id = later.deal_id
    and earlier.valid_from < later.valid_from
where later.valid_from < earlier.valid_to
