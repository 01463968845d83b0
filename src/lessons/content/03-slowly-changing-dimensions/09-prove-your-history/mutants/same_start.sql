-- title: two versions begin at the same moment
-- hint: They have different keys and different stages, and start together. Which columns say that they are one too many?
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

select * exclude (ordinal, is_victim) from numbered
union all
select * exclude (ordinal, is_victim) replace ('twin' as stage_history_id, 'on_hold' as stage)
from numbered
where is_victim and ordinal = 2
