-- title: a single touch gets only the weight of the first
-- hint: What do the credits of one conversion sum to, and for how many models did you look?
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
    order by abs(touches - 1), conversion_id
    limit 1

)

select * replace (
    case
        when model = 'position_based' and conversion_id = (select conversion_id from chosen) then credit * 0.4
        else credit
    end as credit
)
from {{ ref('int_campaigns__attribution') }}
