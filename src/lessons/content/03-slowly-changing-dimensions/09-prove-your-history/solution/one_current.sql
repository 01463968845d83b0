-- 4 Each deal has exactly one version without an end.
select
    deal_id,
    count(*) filter (where valid_to is null) as open_versions

from {{ ref('fact_deal_stage_history') }}
group by deal_id
having open_versions <> 1
