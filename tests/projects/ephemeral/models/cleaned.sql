{{ config(materialized='ephemeral') }}
with positive as (select * from {{ ref('base') }} where amount > 0)
select id, amount * 2 as doubled from positive
