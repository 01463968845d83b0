-- title: moves at the very moment
-- relation: fact_deal_stage_history
-- 9001 moves at the moment that is asked for. 9002 is still prospecting. 9003 begins later. 9004 moved on later. 9005 is long closed.
with

versions as (

    select * from (values
        (9001, 'qualification', -9, 0),
        (9001, 'proposal', 0, 5),
        (9001, 'closed_won', 5, null),
        (9002, 'prospecting', -3, null),
        (9003, 'qualification', 2, null),
        (9004, 'prospecting', -20, -10),
        (9004, 'negotiation', -10, 4),
        (9004, 'closed_lost', 4, null),
        (9005, 'prospecting', -90, -80),
        (9005, 'closed_lost', -80, null)
    ) as versions (deal_id, stage, begun, ended)

)

select
    (select any_value(deal_owner) from {{ ref('fact_deal_stage_history') }}) as deal_owner,
    template.* exclude (deal_owner) replace (
        versions.deal_id as deal_id,
        versions.stage as stage,
        timestamp '$day 23:59:59' + to_days(versions.begun) as valid_from,
        timestamp '$day 23:59:59' + to_days(versions.ended) as valid_to,
        versions.ended is null as is_current
    )

from versions
cross join (select * from {{ ref('fact_deal_stage_history') }} limit 1) as template
