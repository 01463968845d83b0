-- title: a version has no length
-- hint: One version ends at the very moment at which it begins. Is that a version?
-- relation: fact_deal_stage_history
with

history as (

    select * from {{ ref('fact_deal_stage_history') }}

),

-- One deal with three versions or more, and its versions in order.
numbered as (

    select
        *,
        row_number() over (partition by deal_id order by valid_from) as ordinal,
        deal_id = (select min(deal_id) from (select deal_id from history group by deal_id having count(*) >= 3) as long_ones)
            as is_victim

    from history

)

select * exclude (ordinal, is_victim) replace (
    case when is_victim and valid_to is null then valid_from else valid_to end as valid_to
)
from numbered
