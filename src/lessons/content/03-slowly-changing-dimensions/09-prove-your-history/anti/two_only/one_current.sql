-- code: M-NONEOPEN
-- headline: {n} survived: {first}.
-- feedback: Two open versions are one too many. But exactly one was asked for: which other number is wrong?
select deal_id
from {{ ref('fact_deal_stage_history') }}
group by deal_id
having count(*) filter (where valid_to is null) > 1
