-- 2 A version ends when the next one of its deal begins.
select
    deal_id,
    valid_to,
    lead(valid_from) over (partition by deal_id order by valid_from) as next_from

from {{ ref('fact_deal_stage_history') }}
qualify valid_to < next_from
