-- code: M-NOVALIDTIME
-- headline: {n} {are} in the stage of the day of the report.
-- feedback: What had arrived is right, but {key} moved on between the day in question and the report. Which time says when a stage
--   began?
select deal_id, arg_max(stage, (changed_at, stage_event_id)) as stage
from {{ ref('stg_crm_deal_stage_history') }}
where recorded_at <= timestamp '$known_on 00:00:00'
group by deal_id
