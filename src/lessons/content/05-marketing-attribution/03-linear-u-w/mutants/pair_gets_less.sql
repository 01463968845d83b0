-- title: two touches leave the weight of the middle to nobody
-- hint: A sum below 1 is as wrong as one above it.
-- relation: int_campaigns__attribution
-- The conversion whose journey is nearest to that length, so that there is one in any data.
with

lengths as (

    select conversion_id, count(*) as touches
    from {{ ref('int_campaigns__attribution') }}
    where model = 'position_based'
    group by conversion_id

),

chosen as (

    select conversion_id from lengths
    order by abs(touches - 2), conversion_id
    limit 1

)

select * replace (
    case
        when model = 'position_based' and conversion_id = (select conversion_id from chosen) then credit * 0.8
        else credit
    end as credit
)
from {{ ref('int_campaigns__attribution') }}
