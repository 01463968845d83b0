-- title: late rows, corrections and rows at the very moment
-- relation: stg_crm_deal_stage_history
-- Days from the day in question for changed_at, and from the day of the report for recorded_at.
-- 9001: the move came after the report. 9002: an old move arrived after a newer one. 9003: known between the two days.
-- 9004: moved on between the two days. 9005: nothing was known. 9006: a correction at the same moment. 9007: at the very moments.
with

changes as (

    select * from (values
        (1, 9001, 'proposal', -15, -15), (2, 9001, 'negotiation', -3, 3),
        (3, 9002, 'prospecting', -30, -32), (5, 9002, 'proposal', -5, -7), (4, 9002, 'qualification', -20, -1),
        (6, 9003, 'prospecting', -9, -11), (7, 9003, 'qualification', -1, -1),
        (8, 9004, 'prospecting', -9, -11), (9, 9004, 'closed_lost', 1, -1),
        (10, 9005, 'prospecting', -9, 1),
        (11, 9006, 'prospecting', -9, -11), (12, 9006, 'proposal', -4, -6), (13, 9006, 'qualification', -4, -1),
        (14, 9007, 'prospecting', -9, -11), (15, 9007, 'negotiation', 0, 0)
    ) as changes (stage_event_id, deal_id, stage, changed_days, recorded_days)

)

select template.* replace (
    changes.stage_event_id as stage_event_id,
    changes.deal_id as deal_id,
    changes.stage as stage,
    timestamp '$day 00:00:00' + to_days(changes.changed_days) as changed_at,
    timestamp '$known_on 00:00:00' + to_days(changes.recorded_days) as recorded_at
)
from changes
cross join (select * from {{ ref('stg_crm_deal_stage_history') }} limit 1) as template
