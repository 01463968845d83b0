-- code: M-SURROGATE
-- headline: {n} survived: {first}.
-- feedback: stage_history_id can be different while deal and beginning are the same. Which columns make a version what it is?
select stage_history_id
from {{ ref('fact_deal_stage_history') }}
group by stage_history_id
having count(*) > 1
