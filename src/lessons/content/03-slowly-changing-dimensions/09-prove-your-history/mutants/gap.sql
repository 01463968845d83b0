-- title: a version begins too late
-- hint: In what stage was the deal between the end of one version and the beginning of the next?
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
    case when is_victim and ordinal = 2 then valid_from + (valid_to - valid_from) / 2 else valid_from end as valid_from
)
from numbered
