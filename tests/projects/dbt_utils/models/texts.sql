select 1 as n, cast(({{ dbt_utils.get_url_host("'https://www.example.org/a/b?x=1&y=2'") }}) as varchar) as answer
union all
select 2 as n, cast(({{ dbt_utils.get_url_path("'https://www.example.org/a/b?x=1&y=2'") }}) as varchar) as answer
union all
select 3 as n, cast(({{ dbt_utils.get_url_parameter(field="'https://www.example.org/a/b?x=1&y=2'", url_parameter='x') }}) as varchar) as answer
union all
select 4 as n, cast(('{{ dbt_utils.slugify(' A Big-Title, 1st! ') }}') as varchar) as answer
union all
select 5 as n, cast(('{{ dbt_utils.slugify('1 first') }}') as varchar) as answer
union all
select 6 as n, cast(('{{ dbt_utils.pretty_time('%Y') | length }}') as varchar) as answer
union all
select 7 as n, cast(({{ dbt_utils.get_single_value('select max(id) from ' ~ ref('orders')) if execute else 0 }}) as varchar) as answer
union all
select 8 as n, cast(({{ dbt_utils.get_single_value('select id from ' ~ ref('orders') ~ ' where false', default=-1) }}) as varchar) as answer
