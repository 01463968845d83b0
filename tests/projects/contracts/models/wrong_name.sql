{{ config(materialized='table') }} select id, name as other from {{ ref('src') }}
