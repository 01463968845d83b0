-- A health score lies between 0 and 1, and every customer has one. A day has one where
-- telemetry fills its window.
select customer_id, as_of_date as date_day, customer_health_score
from {{ ref('entity_customers') }}
where customer_health_score is null
    or customer_health_score not between 0 and 1

union all

select customer_id, date_day, customer_health_score
from {{ ref('entity_customers_daily') }}
where customer_health_score not between 0 and 1
    or (customer_health_score is null and device_events_30d is not null)
