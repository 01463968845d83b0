-- code: M-PARTITION
-- headline: The test of sentence 6 compares versions of different deals.
-- feedback: The row before in time may belong to another deal, which is in the same stage by chance. Of which deal must the version
--   before be?
select *
from {{ ref('fact_deal_stage_history') }}
qualify stage = lag(stage) over (order by valid_from)
    and deal_id is not null
