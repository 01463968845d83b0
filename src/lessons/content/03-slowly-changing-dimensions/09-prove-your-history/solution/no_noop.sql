-- 6 A version differs from the one before it.
select
    deal_id,
    valid_from,
    stage,
    lag(stage) over (partition by deal_id order by valid_from) as stage_before

from {{ ref('fact_deal_stage_history') }}
qualify stage = stage_before
