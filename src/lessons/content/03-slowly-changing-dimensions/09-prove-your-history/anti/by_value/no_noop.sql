-- code: M-GROUPVAL
-- headline: The test of sentence 6 objects to sound data.
-- feedback: A deal may come back to a stage it had left. That is a change each time. With which one version has a version to be
--   compared?
select deal_id, stage
from {{ ref('fact_deal_stage_history') }}
group by deal_id, stage
having count(*) > 1
