{{ config(materialized='ephemeral') }} select * from {{ ref('tested') }}
