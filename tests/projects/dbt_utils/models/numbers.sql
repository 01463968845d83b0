select 1 as n, cast(({{ dbt_utils.safe_divide('10.0', '4') }}) as varchar) as answer
union all
select 2 as n, cast(({{ dbt_utils.safe_divide('1', '0') }}) as varchar) as answer
union all
select 3 as n, cast(({{ dbt_utils.safe_add(['1', 'null', '2']) }}) as varchar) as answer
union all
select 4 as n, cast(({{ dbt_utils.safe_subtract(['10', 'null', '2']) }}) as varchar) as answer
union all
select 5 as n, cast((round({{ dbt_utils.haversine_distance('48.8566', '2.3522', '51.5074', '-0.1278') }}, 3)) as varchar) as answer
union all
select 6 as n, cast((round({{ dbt_utils.haversine_distance(48.8566, 2.3522, 51.5074, -0.1278, unit='km') }}, 3)) as varchar) as answer
union all
select 7 as n, cast(({{ dbt_utils.width_bucket('7', '0', '10', '5') }}) as varchar) as answer
union all
select 8 as n, cast(({{ dbt_utils.width_bucket('-1', '0', '10', '5') }}) as varchar) as answer
union all
select 9 as n, cast(({{ dbt_utils.width_bucket('10', '0', '10', '5') }}) as varchar) as answer
