-- One row per order of the shop. Built incrementally: each run reads again what changed in the
-- last days, since orders are shipped, delivered and sent back later.
{{ config(
    materialized='incremental',
    unique_key='order_id',
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:incremental'],
    indexes=[{'columns': ['account_id']}, {'columns': ['date_key']}],
) }}

with

orders as (

    select * from {{ ref('stg_crm_orders') }}
    {% if is_incremental() -%}
    where {{ incremental_lookback('cast(updated_at as date)', table_column='cast(updated_at as date)') }}
    {%- endif %}

),

accounts as (

    select * from {{ ref('stg_crm_accounts') }}

),

final as (

    select
        orders.order_id,
        orders.account_id,
        accounts.customer_id,
        {{ date_key('orders.ordered_at') }} as date_key,
        orders.order_number,
        orders.order_status,
        case
            when orders.order_status in ('pending', 'processing') then 'Open'
            when orders.order_status = 'shipped' then 'In transit'
            when orders.order_status = 'delivered' then 'Fulfilled'
            when orders.order_status = 'cancelled' then 'Cancelled'
            when orders.order_status = 'returned' then 'Returned'
        end as order_state,
        orders.subtotal,
        orders.tax,
        orders.shipping,
        orders.order_total,
        cast(
            case when orders.order_status in ('cancelled', 'returned') then 0 else orders.subtotal end as decimal(12, 2)
        ) as revenue_amount,
        cast(round(100 * {{ safe_divide('orders.tax', 'orders.subtotal') }}, 2) as decimal(5, 2)) as tax_rate_percentage,
        orders.days_to_delivery,
        orders.is_fulfilled,
        {{ date_parts('orders.ordered_at') }},
        orders.ordered_at,
        orders.updated_at

    from orders
    left join accounts on orders.account_id = accounts.account_id

)

select * from final
