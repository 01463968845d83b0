-- code: M-PARTITION
-- headline: {n} survived: {first}.
-- feedback: The next row in time may belong to another deal, and then the gap is not seen. Whose next version do you want?
select deal_id, valid_to, lead(valid_from) over (order by valid_from) as next_from
from {{ ref('fact_deal_stage_history') }}
qualify valid_to < next_from
