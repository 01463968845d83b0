{{ config(materialized='ephemeral') }} select * from {{ ref('dim_customers') }} join {{ ref('helper_labels') }} using (id)
