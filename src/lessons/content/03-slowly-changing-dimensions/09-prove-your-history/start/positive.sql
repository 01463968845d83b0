-- 3 The end of a version lies after its start. So far the test never objects.
select deal_id
from {{ ref('fact_deal_stage_history') }}
where false
