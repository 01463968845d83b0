-- code: M-NULLNEQ
-- headline: {n} survived: {first}.
-- feedback: A flag that is NULL is neither equal nor unequal to anything. Which comparison takes NULL for a value?
select *
from {{ ref('fact_deal_stage_history') }}
where is_current <> (valid_to is null)
