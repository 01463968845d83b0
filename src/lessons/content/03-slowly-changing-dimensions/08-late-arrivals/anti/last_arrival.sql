-- code: M-ARRIVAL
-- headline: {n} {are} in the stage that arrived last, not in the one that happened last.
-- feedback: For {key} an old change came in late. It arrived last, but a later change had happened before it came. By which of the
--   two times are changes put in order?
select deal_id, arg_max(stage, (recorded_at, stage_event_id)) as stage
from {{ ref('stg_crm_deal_stage_history') }}
where recorded_at <= timestamp '$known_on 00:00:00'
    and changed_at <= timestamp '$day 00:00:00'
group by deal_id
