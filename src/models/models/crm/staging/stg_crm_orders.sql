-- One row per order of the shop. What the source calls customer is an account of the shop's
-- own system, and so is called account_id here.
with

orders as (

    select * from {{ source('crm', 'orders') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

-- A tenant that was set up to try the system holds no business.
business_organizations as (

    select id from {{ source('crm', 'organizations') }}
    where not is_test

),

final as (

    select
        id as order_id,
        organization_id,
        customer_id as account_id,
        trim(order_number) as order_number,
        lower(trim(status)) as order_status,
        lower(trim(payment_method)) as payment_method,
        subtotal,
        tax,
        shipping,
        total as order_total,
        date_diff('day', cast(created_at as date), cast(delivered_at as date)) as days_to_delivery,
        lower(trim(status)) = 'delivered' as is_fulfilled,
        created_at as ordered_at,
        updated_at,
        shipped_at,
        delivered_at

    from orders
    where organization_id in (select id from business_organizations)

)

select * from final
