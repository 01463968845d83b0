-- code: M-FILTERLATE
-- headline: {n} {are} missing.
-- feedback: For {key} the last change was found first, and then thrown away, because it had not been recorded yet. Before it came,
--   the report believed something else. In which order do the two steps belong?
with

versions as (

    select
        *,
        lead(changed_at) over (partition by deal_id order by changed_at, stage_event_id) as valid_to

    from {{ ref('stg_crm_deal_stage_history') }}

)

select deal_id, stage
from versions
where changed_at <= timestamp '$day 00:00:00'
    and (timestamp '$day 00:00:00' < valid_to or valid_to is null)
    and recorded_at <= timestamp '$known_on 00:00:00'
