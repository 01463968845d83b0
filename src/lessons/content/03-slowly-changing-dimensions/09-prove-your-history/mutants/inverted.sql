-- title: a version ends before it begins
-- hint: Its start and its end are swapped. Which comparison notices?
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
    case when is_victim and ordinal = 1 then valid_to else valid_from end as valid_from,
    case when is_victim and ordinal = 1 then valid_from else valid_to end as valid_to
)
from numbered
