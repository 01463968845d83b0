-- What we know today about $day. What did the report of $known_on know?
select
    deal_id,
    arg_max(stage, (changed_at, stage_event_id)) as stage

from {{ ref('stg_crm_deal_stage_history') }}
where changed_at <= timestamp '$day 00:00:00'
group by deal_id
