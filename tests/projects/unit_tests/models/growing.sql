{{ config(materialized='incremental', unique_key='id') }}
select id, seen_at from {{ ref('users') }} {% if is_incremental() %} where seen_at > (select max(seen_at) from {{ this }}) {% endif %}
