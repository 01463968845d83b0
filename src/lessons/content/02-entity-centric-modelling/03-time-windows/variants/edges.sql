-- title: on both edges of each window
-- relation: int_customers__activity_daily
-- Powers of two, so that every sum tells which days are in it. 9001: a row on both sides of each edge, and one tomorrow.
-- 9002: nothing within 30 days. 9003: new, nothing before the last 30 days. 9004: quiet days only.
with

given as (

    select * from (values
        (9001, -1, 1), (9001, 0, 2), (9001, 6, 4), (9001, 7, 8), (9001, 29, 16), (9001, 30, 32), (9001, 59, 64),
        (9001, 60, 128), (9001, 89, 256), (9001, 90, 512),
        (9002, 40, 5), (9002, 100, 7),
        (9003, 0, 3), (9003, 10, 3),
        (9004, 0, 0), (9004, 45, 0)
    ) as given (customer_id, days_ago, device_events)

)

select activity.* replace (
    cast(given.customer_id as integer) as customer_id,
    cast(given.device_events as bigint) as device_events,
    cast('{{ var("as_of_date") }}' as date) - given.days_ago as date_day
)

from given
cross join (select * from {{ ref('int_customers__activity_daily') }} limit 1) as activity
