{{ config(materialized='table') }} select null::integer as id, 5 as amount
