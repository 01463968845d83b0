{{ config(materialized='table') }} select name, id from {{ ref('src') }}
