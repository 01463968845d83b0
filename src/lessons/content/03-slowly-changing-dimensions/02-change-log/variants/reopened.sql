-- title: a deal that was closed and opened again
-- relation: fact_deal_stage_history
-- Three deals. Each stage has finished versions of different lengths, one of them very long; closed ones have ended, too.
select
    md5(cast(given.deal_id as varchar) || given.valid_from) as stage_history_id,
    given.deal_id,
    cast(1 as integer) as account_id,
    cast(1 as integer) as contact_id,
    'Ingrid Salvatore' as deal_owner,
    given.stage,
    cast(null as varchar) as previous_stage,
    'Forward' as stage_movement,
    'Ingrid Salvatore' as changed_by,
    cast(100 as decimal(12, 2)) as amount,
    cast(1 as integer) as stage_order,
    cast(null as integer) as previous_stage_order,
    date_diff('day', cast(given.valid_from as date), cast(coalesce(given.valid_to, '{{ var("as_of_date") }}') as date)) as days_in_stage,
    given.valid_to is null as is_current,
    cast(given.valid_from as timestamp) as valid_from,
    cast(given.valid_to as timestamp) as valid_to,
    cast(given.valid_from as timestamp) as recorded_at

from (
    values
        (9001, 'prospecting', '2024-01-01', '2024-01-04'),
        (9001, 'proposal', '2024-01-04', '2024-06-04'),
        (9001, 'closed_lost', '2024-06-04', '2024-07-04'),
        (9001, 'proposal', '2024-07-04', '2024-07-14'),
        (9001, 'negotiation', '2024-07-14', null),
        (9002, 'prospecting', '2024-02-01', '2024-02-10'),
        (9002, 'proposal', '2024-02-10', '2024-02-11'),
        (9002, 'closed_won', '2024-02-11', null),
        (9003, 'prospecting', '2024-03-01', null)
) as given (deal_id, stage, valid_from, valid_to)
