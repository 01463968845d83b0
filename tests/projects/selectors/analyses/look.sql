select count(*) as n from {{ ref('kpis') }}
