{{ config(materialized='incremental', unique_key=['id', 'kind']) }}
select id, kind, amount from {{ ref('events') }} {% if is_incremental() %} where batch = 2 {% endif %}
