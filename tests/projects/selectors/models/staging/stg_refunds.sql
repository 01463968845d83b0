select id, customer_id from {{ source('app', 'refunds') }}
