select id, {{ dbt_utils.generate_surrogate_key(['id', 'status']) }} as k, {{ dbt_utils.generate_surrogate_key(['amount']) }} as one from {{ ref('orders') }}
