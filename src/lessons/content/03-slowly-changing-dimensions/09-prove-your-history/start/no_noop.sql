-- 6 A version differs in stage from the one before it. So far the test never objects.
select deal_id
from {{ ref('fact_deal_stage_history') }}
where false
