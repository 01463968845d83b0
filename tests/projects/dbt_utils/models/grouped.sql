select customer, status, count(*) as n from {{ ref('orders') }} {{ dbt_utils.group_by(2) }}
