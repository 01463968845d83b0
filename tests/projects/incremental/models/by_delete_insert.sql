{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='id', on_schema_change='ignore') }}
select id, kind, amount from {{ ref('events') }}
{% if is_incremental() %} where batch > (select 1) {% endif %}
