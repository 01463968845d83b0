-- A version differs from the one before it, and changed_columns names in what.
with

states as (

    select
        customer_id,
        valid_from,
        changed_columns,
        (
            customer_status,
            subscription_status,
            customer_tier,
            plan,
            monthly_recurring_revenue,
            total_locations,
            is_delinquent,
            owner_id
        ) as state

    from {{ ref('entity_customers_history') }}

),

versions as (

    select
        customer_id,
        valid_from,
        changed_columns,
        state,
        lag(state) over by_customer as previous_state,
        lag(valid_from) over by_customer as previous_valid_from

    from states
    window by_customer as (partition by customer_id order by valid_from)

)

select * from versions
where previous_valid_from is not null
    and (state is not distinct from previous_state or coalesce(changed_columns, '') = '')
