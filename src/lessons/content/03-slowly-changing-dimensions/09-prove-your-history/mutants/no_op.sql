-- title: a version repeats the one before
-- hint: One version was cut in two, and nothing changed at the cut.
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
    case when is_victim and ordinal = 2 then valid_from + (valid_to - valid_from) / 2 else valid_to end as valid_to
)
from numbered
union all
select * exclude (ordinal, is_victim) replace (
    'half' as stage_history_id, valid_from + (valid_to - valid_from) / 2 as valid_from
)
from numbered
where is_victim and ordinal = 2
