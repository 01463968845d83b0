{{ config(enabled=var('use_it')) }} select * from {{ source('switched', 't') }}
