-- 1 One group for each key
select
    customer_id,
    count(*) as subscriptions

from {{ ref('stg_app_database__subscriptions') }}
group by customer_id
-- 2 Keep what would break the claim
having count(*) > 1
