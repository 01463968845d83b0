-- A customer whose account was erased has no row in the entity, and its history is closed on
-- the day of the erasure.
with

erasures as (

    select
        customer_id,
        cast(max(changed_at) as date) as erased_on

    from {{ ref('stg_app_database__account_changes') }}
    where operation = 'delete'
    group by customer_id

),

last_versions as (

    select
        customer_id,
        max(coalesce(valid_to, date '9999-12-31')) as ends_on

    from {{ ref('entity_customers_history') }}
    group by customer_id

)

select
    erasures.customer_id,
    erasures.erased_on,
    last_versions.ends_on

from erasures
left join last_versions on erasures.customer_id = last_versions.customer_id
left join {{ ref('entity_customers') }} as customers on erasures.customer_id = customers.customer_id
where customers.customer_id is not null
    or last_versions.ends_on is distinct from erasures.erased_on
