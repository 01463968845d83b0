-- title: an untidy log
-- relation: stg_crm_deal_stage_history
-- 9001: two rows of one moment, a repetition, a step back. 9002: closed and opened again. 9003: one row only.
select
    given.stage_event_id,
    given.deal_id,
    given.stage,
    lag(given.stage) over (partition by given.deal_id order by given.stage_event_id) as previous_stage,
    'Ingrid Salvatore' as changed_by,
    cast(null as varchar) as notes,
    given.changed_at,
    given.changed_at + interval 1 hour as recorded_at

from (
    values
        (1, 9001, 'prospecting', timestamp '2025-01-02 00:00:00'),
        (2, 9001, 'negotiation', timestamp '2025-01-10 00:00:00'),
        (3, 9001, 'qualification', timestamp '2025-01-10 00:00:00'),
        (4, 9001, 'qualification', timestamp '2025-01-20 00:00:00'),
        (5, 9001, 'proposal', timestamp '2025-01-25 00:00:00'),
        (6, 9001, 'qualification', timestamp '2025-02-05 00:00:00'),
        (7, 9001, 'negotiation', timestamp '2025-02-20 00:00:00'),
        (8, 9001, 'closed_won', timestamp '2025-03-01 00:00:00'),
        (9, 9002, 'prospecting', timestamp '2025-01-05 00:00:00'),
        (10, 9002, 'proposal', timestamp '2025-01-25 00:00:00'),
        (11, 9002, 'closed_lost', timestamp '2025-02-01 00:00:00'),
        (12, 9002, 'negotiation', timestamp '2025-02-11 00:00:00'),
        (13, 9003, 'prospecting', timestamp '2025-02-20 00:00:00')
) as given (stage_event_id, deal_id, stage, changed_at)
-- relation: stg_crm_deals
select * exclude (ordinal) replace (9000 + ordinal as deal_id)
from (
    select *, cast(row_number() over (order by deal_id) as integer) as ordinal
    from {{ ref('stg_crm_deals') }}
) as numbered
where ordinal <= 3
