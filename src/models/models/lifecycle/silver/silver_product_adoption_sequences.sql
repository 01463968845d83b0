-- One row per user and product of tier 2 that the user adopted, numbered in the order of
-- adoption: the first day with an activation event, or the first qualifying one.
{{ config(tags=['pattern:window']) }}

with

product_states as (

    select * from {{ ref('silver_user_product_states') }}

),

first_qualifying as (

    select
        user_id,
        product_id,
        min(event_timestamp) as first_qualifying_at,
        min(event_timestamp) filter (where is_activation_event) as first_activation_at

    from {{ ref('silver_events_enriched') }}
    where is_qualifying_event
        and tier = 2
    group by user_id, product_id

),

adoptions as (

    select
        product_states.user_id,
        product_states.product_id,
        coalesce(first_qualifying.first_activation_at, first_qualifying.first_qualifying_at) as adopted_at,
        product_states.current_state in (
            'new_to_product', 'active_in_product', 'reactivated_in_product'
        ) as is_still_active

    from product_states
    inner join first_qualifying
        on product_states.user_id = first_qualifying.user_id
        and product_states.product_id = first_qualifying.product_id

),

final as (

    select
        user_id,
        cast(row_number() over in_order as integer) as sequence_no,
        product_id,
        adopted_at,
        cast(adopted_at as date) - cast(lag(adopted_at) over in_order as date) as days_since_previous,
        is_still_active,
        array_to_string(list(product_id) over in_order, ' > ') as path

    from adoptions
    window in_order as (partition by user_id order by adopted_at, product_id)

)

select * from final
