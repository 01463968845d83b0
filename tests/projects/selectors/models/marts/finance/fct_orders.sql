{{ config(tags='money', materialized='table', meta={'owner': 'finance', 'sla': 3}) }}
select stg_orders.* from {{ ref('stg_orders') }} left join {{ ref('stg_refunds') }} using (id)
