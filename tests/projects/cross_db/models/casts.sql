select 1 as n, cast(({{ safe_cast("'12'", api.Column.translate_type('integer')) }}) as varchar) as answer
union all
select 2 as n, cast(({{ dbt.cast("'1.5'", type_numeric()) }}) as varchar) as answer
union all
select 3 as n, cast((cast('1' as {{ type_string() }})) as varchar) as answer
union all
select 4 as n, cast((cast('2' as {{ type_bigint() }})) as varchar) as answer
union all
select 5 as n, cast((cast('2.5' as {{ type_float() }})) as varchar) as answer
union all
select 6 as n, cast((cast('2024-01-01' as {{ type_timestamp() }})) as varchar) as answer
union all
select 7 as n, cast((cast('true' as {{ type_boolean() }})) as varchar) as answer
union all
select 8 as n, cast((typeof(cast(1 as {{ type_int() }}))) as varchar) as answer
union all
select 9 as n, cast((typeof(cast(1 as {{ type_float() }}))) as varchar) as answer
union all
select 10 as n, cast((typeof(cast(1 as {{ type_numeric() }}))) as varchar) as answer
union all
select 11 as n, cast(({{ cast_bool_to_text('true') }}) as varchar) as answer
union all
select 12 as n, cast(({{ dbt.cast_bool_to_text('1 = 2') }}) as varchar) as answer
union all
select 13 as n, cast(('{{ type_string() }} {{ type_timestamp() }} {{ type_float() }} {{ type_numeric() }} {{ type_bigint() }} {{ type_int() }} {{ type_boolean() }}') as varchar) as answer
