-- code: M-HINDSIGHT
-- headline: {n} {are} told with hindsight.
-- feedback: The change of {key} that decides here had happened by the day, but it had not been recorded when the report was made.
--   Which rows could the report read?
select deal_id, arg_max(stage, (changed_at, stage_event_id)) as stage
from {{ ref('stg_crm_deal_stage_history') }}
where changed_at <= timestamp '$day 00:00:00'
group by deal_id
