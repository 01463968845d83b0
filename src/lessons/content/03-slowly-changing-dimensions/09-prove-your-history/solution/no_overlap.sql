-- 1 No two versions of a deal overlap: an earlier one ends before a later one begins, and an open one never ends.
select
    earlier.deal_id,
    earlier.valid_from,
    earlier.valid_to,
    later.valid_from as later_from

from {{ ref('fact_deal_stage_history') }} as earlier
inner join {{ ref('fact_deal_stage_history') }} as later
    on earlier.deal_id = later.deal_id
    and earlier.valid_from < later.valid_from
where later.valid_from < earlier.valid_to or earlier.valid_to is null
