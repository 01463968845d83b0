{{ config(alias='c_' ~ target.name, schema='x' if target.name == 'dev' else 'y') }}
select id, '{{ this }}' as me from {{ ref('b') }}
