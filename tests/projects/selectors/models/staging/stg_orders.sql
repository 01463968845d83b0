select id, customer_id, amount from {{ source('app', 'orders') }}
