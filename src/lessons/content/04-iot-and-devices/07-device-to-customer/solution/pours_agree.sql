-- Customers whose places poured something else in 30 days than their devices did.
with

places as (

    select
        customer_id,
        sum(pours_30d) as pours

    from {{ ref('int_locations__operational_metrics') }}
    group by customer_id

),

devices as (

    select
        customer_id,
        sum(pours) as pours

    from {{ ref('entity_devices_daily') }}
    where date_day > cast('{{ var("as_of_date") }}' as date) - 30
    group by customer_id

)

select
    customer_id,
    places.pours as pours_of_places,
    devices.pours as pours_of_devices

from places
full join devices using (customer_id)
where coalesce(places.pours, 0) <> coalesce(devices.pours, 0)
