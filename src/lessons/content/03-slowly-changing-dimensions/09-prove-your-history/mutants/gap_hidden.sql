-- title: a gap of one deal, while another one moves
-- hint: Other deals move all the time. Whose next version do you look at?
-- relation: fact_deal_stage_history
select template.* replace (
    md5(given.deal_id || given.valid_from) as stage_history_id,
    given.deal_id as deal_id,
    given.stage as stage,
    given.valid_to is null as is_current,
    cast(given.valid_from as timestamp) as valid_from,
    cast(given.valid_to as timestamp) as valid_to
)
from (values
    (9001, 'prospecting', '2025-01-01 09:00:00', '2025-01-05 09:00:00'), (9001, 'proposal', '2025-01-08 09:00:00', null),
    (9002, 'prospecting', '2025-01-02 09:00:00', '2025-01-05 08:00:00'),
    (9002, 'qualification', '2025-01-05 08:00:00', '2025-01-06 09:00:00'), (9002, 'closed_lost', '2025-01-06 09:00:00', null)
) as given (deal_id, stage, valid_from, valid_to)
cross join (select * from {{ ref('fact_deal_stage_history') }} limit 1) as template
