-- The stage in which a deal of the shop stands is the version in force of its history, and it changed as often as there are versions
-- after the first. Deals that moved in the last days are left out: their row of the log may not have arrived.
with

settled_deals as (

    select deal_id from {{ ref('stg_crm_deals') }}
    where cast(updated_at as date) <= {{ as_of_date() }} - {{ var('late_arrival_days') }}

),

versions as (

    select
        deal_id,
        count(*) as versions,
        max(stage) filter (where is_current) as stage

    from {{ ref('fact_deal_stage_history') }}
    group by deal_id

)

select
    deals.deal_id,
    deals.stage,
    versions.stage as version_in_force,
    deals.stage_change_count,
    versions.versions

from {{ ref('fact_deals') }} as deals
semi join settled_deals on deals.deal_id = settled_deals.deal_id
left join versions on deals.deal_id = versions.deal_id
where versions.stage is distinct from deals.stage
    or versions.versions is distinct from deals.stage_change_count + 1
