-- code: M-TOTAL
-- headline: "{n} live: {first}."
-- feedback: The total of all customers is right even if what one of them poured is booked on another. At which grain must the two
--   storeys agree?
with

places as (

    select sum(pours_30d) as pours
    from {{ ref('int_locations__operational_metrics') }}

),

devices as (

    select sum(pours) as pours
    from {{ ref('entity_devices_daily') }}
    where date_day > cast('{{ var("as_of_date") }}' as date) - 30

)

select *
from places
cross join devices
where places.pours <> devices.pours
