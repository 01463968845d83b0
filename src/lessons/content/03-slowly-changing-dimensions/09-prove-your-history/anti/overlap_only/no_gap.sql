-- code: M-WRONGSIDE
-- headline: {n} survived: {first}.
-- feedback: An end that lies after the next beginning is an overlap, and sentence 1 has it already. On which side of the next
--   beginning does the end lie when there is a gap?
select deal_id, valid_to, lead(valid_from) over (partition by deal_id order by valid_from) as next_from
from {{ ref('fact_deal_stage_history') }}
qualify valid_to > next_from
