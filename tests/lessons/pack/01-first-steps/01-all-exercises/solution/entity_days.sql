-- One row per day with orders.
select ordered_on, count(*) as orders
from {{ ref('stg_orders') }}
group by ordered_on
