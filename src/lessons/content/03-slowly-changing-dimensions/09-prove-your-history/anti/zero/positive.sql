-- code: M-BOUNDARY
-- headline: {n} survived: {first}.
-- feedback: A version that ends when it begins is true at no time at all, and still is a row that a join can meet. Does your
--   comparison object to it?
select *
from {{ ref('fact_deal_stage_history') }}
where valid_to < valid_from
