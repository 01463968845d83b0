{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='id', incremental_predicates=["amount < 25"]) }}
select id, kind, amount from {{ ref('events') }} {% if is_incremental() %} where batch = 2 {% endif %}
