-- code: M-ONEAXIS
-- headline: {n} {are} cut at the day on the wrong axis.
-- feedback: You asked what was recorded by the day in question. The report was made later and knew more. Which of the two days
--   limits recorded_at, and which limits changed_at?
select deal_id, arg_max(stage, (changed_at, stage_event_id)) as stage
from {{ ref('stg_crm_deal_stage_history') }}
where recorded_at <= timestamp '$day 00:00:00'
    and changed_at <= timestamp '$day 00:00:00'
group by deal_id
