{{ config(enabled=var('on')) }} select * from {{ source('switched', 't') }}
