{{ config(materialized='incremental', incremental_strategy='append',  on_schema_change='ignore') }}
select id, kind, amount from {{ ref('events') }}
{% if is_incremental() %} where batch > (select 1) {% endif %}
