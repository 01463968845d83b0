-- A version of a customer ends on the day on which the next one begins.
with

versions as (

    select
        customer_id,
        valid_to,
        lead(valid_from) over (partition by customer_id order by valid_from) as next_valid_from

    from {{ ref('entity_customers_history') }}

)

select * from versions
where valid_to < next_valid_from
