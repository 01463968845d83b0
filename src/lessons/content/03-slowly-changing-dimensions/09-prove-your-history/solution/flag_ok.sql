-- 5 The flag says the same as the open end. It may not be NULL either.
select *
from {{ ref('fact_deal_stage_history') }}
where is_current is distinct from (valid_to is null)
