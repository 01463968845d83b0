-- title: many deals, short versions, and stages that come back
-- relation: fact_deal_stage_history
-- Each deal has one to four versions without a gap; the third is in the stage of the first.
with

deals as (

    select range as deal_id, 1 + range % 4 as versions from range(1, 301)

),

versions as (

    select
        deals.deal_id,
        ordinal,
        ['proposal', 'negotiation', 'proposal', 'closed_won'][ordinal] as stage,
        timestamp '2025-01-01 09:00:00' + to_hours(cast(deals.deal_id % 5 + ordinal * (1 + deals.deal_id % 9) as integer)) as valid_from,
        case
            when ordinal < deals.versions
                then timestamp '2025-01-01 09:00:00'
                    + to_hours(cast(deals.deal_id % 5 + (ordinal + 1) * (1 + deals.deal_id % 9) as integer))
        end as valid_to

    from deals
    cross join (select unnest([1, 2, 3, 4]) as ordinal) as ordinals
    where ordinal <= deals.versions

)

select template.* replace (
    md5(versions.deal_id || '|' || versions.ordinal) as stage_history_id,
    versions.deal_id as deal_id,
    versions.stage as stage,
    versions.valid_to is null as is_current,
    versions.valid_from as valid_from,
    versions.valid_to as valid_to
)
from versions
cross join (select * from {{ ref('fact_deal_stage_history') }} limit 1) as template
order by hash(versions.deal_id, versions.ordinal)
