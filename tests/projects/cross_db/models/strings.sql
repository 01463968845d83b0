select 1 as n, cast(({{ concat(["'a'", "'b'", 'null']) }}) as varchar) as answer
union all
select 2 as n, cast(({{ dbt.hash("'abc'") }}) as varchar) as answer
union all
select 3 as n, cast(({{ length("'four'") }}) as varchar) as answer
union all
select 4 as n, cast(({{ position("'c'", "'abcd'") }}) as varchar) as answer
union all
select 5 as n, cast(({{ replace("'banana'", "'an'", "'o'") }}) as varchar) as answer
union all
select 6 as n, cast(({{ dbt.right("'abcdef'", 2) }}) as varchar) as answer
union all
select 7 as n, cast(({{ dbt.right("'abc'", 0) }}) as varchar) as answer
union all
select 8 as n, cast(({{ split_part(string_text="'a|b|c'", delimiter_text="'|'", part_number=2) }}) as varchar) as answer
union all
select 9 as n, cast(({{ split_part("'a|b|c'", "'|'", -1) }}) as varchar) as answer
union all
select 10 as n, cast(({{ string_literal('quoted') }}) as varchar) as answer
union all
select 11 as n, cast(('{{ escape_single_quotes("it's") }}') as varchar) as answer
union all
select 12 as n, cast(('{{ dbt.escape_single_quotes("a''b") }}') as varchar) as answer
