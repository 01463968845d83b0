{{ config(materialized='incremental', incremental_strategy='merge') }}
select id from {{ ref('events') }}
