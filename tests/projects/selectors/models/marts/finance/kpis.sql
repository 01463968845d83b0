{{ config(tags=['money', 'daily'], materialized='incremental', unique_key=['id', 'day']) }} select *, 1 as day from {{ ref('fct_orders') }}
