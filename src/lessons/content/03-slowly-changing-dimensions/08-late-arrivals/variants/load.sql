-- title: rows that arrive in order, late, and not at all
-- relation: stg_crm_deal_stage_history
-- Days from the last load. 9001: nothing arrives. 9002: the next move. 9003: a late row between two versions. 9004: a new deal.
-- 9005: a late row before the first version. 9006: a late row and the next move. 9007: arrived at the very moment of the last load.
with

changes as (

    select * from (values
        (1, 9001, 'prospecting', -30, -30), (2, 9001, 'proposal', -20, -20),
        (3, 9002, 'prospecting', -30, -30), (4, 9002, 'qualification', 1, 1),
        (5, 9003, 'prospecting', -30, -30), (7, 9003, 'negotiation', -10, -10), (6, 9003, 'proposal', -20, 2),
        (8, 9004, 'prospecting', 1, 2), (9, 9004, 'qualification', 2, 2),
        (11, 9005, 'qualification', -12, -12), (10, 9005, 'prospecting', -15, 1),
        (12, 9006, 'prospecting', -30, -30), (14, 9006, 'proposal', -10, -10), (13, 9006, 'qualification', -20, 1),
        (15, 9006, 'negotiation', 1, 1),
        (16, 9007, 'prospecting', -30, -30), (17, 9007, 'closed_lost', -1, 0)
    ) as changes (stage_event_id, deal_id, stage, changed_days, recorded_days)

)

select template.* replace (
    changes.stage_event_id as stage_event_id,
    changes.deal_id as deal_id,
    changes.stage as stage,
    timestamp '$last_load 00:00:00' + to_days(changes.changed_days) as changed_at,
    timestamp '$last_load 00:00:00' + to_days(changes.recorded_days) as recorded_at
)
from changes
cross join (select * from {{ ref('stg_crm_deal_stage_history') }} limit 1) as template
