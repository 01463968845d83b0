-- A plan has one name in all its versions, whatever one of the systems calls it now.
select
    plan_code,
    count(distinct plan_name) as names

from {{ ref('stg_app_database__plans') }}
group by plan_code
having count(distinct plan_name) <> 1
