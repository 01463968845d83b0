-- 7 A deal has one version for each beginning.
select
    deal_id,
    valid_from,
    count(*) as versions

from {{ ref('fact_deal_stage_history') }}
group by deal_id, valid_from
having count(*) > 1
