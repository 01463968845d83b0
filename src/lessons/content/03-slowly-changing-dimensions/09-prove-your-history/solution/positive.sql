-- 3 The end of a version lies after its start.
select *
from {{ ref('fact_deal_stage_history') }}
where valid_to <= valid_from
