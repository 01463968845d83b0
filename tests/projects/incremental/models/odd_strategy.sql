{{ config(materialized='incremental', incremental_strategy='sideways') }}
select id from {{ ref('events') }}
