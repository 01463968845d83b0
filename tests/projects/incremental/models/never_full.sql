{{ config(materialized='incremental', full_refresh=false) }}
select id from {{ ref('events') }} {% if is_incremental() %} where batch = 2 {% endif %}
