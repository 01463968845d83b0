{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id', merge_update_columns=['amount']) }}
select id, kind, amount from {{ ref('events') }} {% if is_incremental() %} where batch = 2 {% endif %}
