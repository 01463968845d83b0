{{ config(materialized='incremental') }} select id from {{ ref('a') }} {% if is_incremental() %}where id > 0{% endif %}
