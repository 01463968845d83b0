-- title: late rows, and changes on the last day
-- relation: stg_crm_deal_stage_history
-- Quarter end is 31 March 2025. 9001: its move was recorded in April. 9002: an old move arrived after a newer one. 9003: moves on
-- the last afternoon. 9004: closed in March, recorded in April. 9005: closed on the last day. 9006: opened and recorded in April.
-- 9007: a correction at the same moment. 9008: moves at midnight.
select template.* replace (
    given.stage_event_id as stage_event_id,
    given.deal_id as deal_id,
    given.stage as stage,
    cast(given.changed_at as timestamp) as changed_at,
    cast(given.recorded_at as timestamp) as recorded_at
)
from (values
    (1, 9001, 'prospecting', '2025-03-01 10:00:00', '2025-03-01 11:00:00'),
    (2, 9001, 'proposal', '2025-03-28 10:00:00', '2025-04-02 11:00:00'),
    (3, 9002, 'prospecting', '2025-02-01 10:00:00', '2025-02-01 11:00:00'),
    (5, 9002, 'negotiation', '2025-03-20 10:00:00', '2025-03-20 11:00:00'),
    (4, 9002, 'qualification', '2025-03-10 10:00:00', '2025-03-25 11:00:00'),
    (6, 9003, 'prospecting', '2025-03-02 10:00:00', '2025-03-02 11:00:00'),
    (7, 9003, 'qualification', '2025-03-31 15:00:00', '2025-03-31 16:00:00'),
    (8, 9004, 'proposal', '2025-01-15 10:00:00', '2025-01-15 11:00:00'),
    (9, 9004, 'closed_won', '2025-03-30 10:00:00', '2025-04-03 11:00:00'),
    (10, 9005, 'negotiation', '2025-02-15 10:00:00', '2025-02-15 11:00:00'),
    (11, 9005, 'closed_lost', '2025-03-31 17:00:00', '2025-03-31 18:00:00'),
    (12, 9006, 'prospecting', '2025-04-01 10:00:00', '2025-04-01 11:00:00'),
    (13, 9007, 'prospecting', '2025-03-05 10:00:00', '2025-03-05 11:00:00'),
    (14, 9007, 'qualification', '2025-03-05 10:00:00', '2025-03-05 12:00:00'),
    (15, 9008, 'prospecting', '2025-03-07 10:00:00', '2025-03-07 11:00:00'),
    (16, 9008, 'proposal', '2025-04-01 00:00:00', '2025-04-01 01:00:00')
) as given (stage_event_id, deal_id, stage, changed_at, recorded_at)
cross join (select * from {{ ref('stg_crm_deal_stage_history') }} limit 1) as template
-- relation: fact_deals
select template.* replace (
    given.deal_id as deal_id,
    cast(given.amount as decimal(12, 2)) as amount
)
from (values
    (9001, 100), (9002, 200), (9003, 400), (9004, 800), (9005, 1600), (9006, 3200), (9007, 6400), (9008, 12800)
) as given (deal_id, amount)
cross join (select * from {{ ref('fact_deals') }} limit 1) as template
