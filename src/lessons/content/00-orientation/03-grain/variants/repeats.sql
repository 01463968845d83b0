-- title: one, two and three rows, and twice the same plan
-- relation: stg_app_database__subscriptions
select * exclude (ordinal) replace (
    case ordinal when 1 then 9001 when 2 then 9002 when 3 then 9002 else 9003 end as customer_id,
    case ordinal when 2 then 1 when 3 then 1 else ordinal end as plan_id
)
from (
    select *, row_number() over (order by subscription_id) as ordinal
    from {{ ref('stg_app_database__subscriptions') }}
) as numbered
where ordinal <= 6
