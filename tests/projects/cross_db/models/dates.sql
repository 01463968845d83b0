select 1 as n, cast(({{ dateadd('day', 2, "timestamp '2024-01-31 10:20:30'") }}) as varchar) as answer
union all
select 2 as n, cast(({{ datediff("timestamp '2023-12-31 23:59:59'", "timestamp '2024-03-02 00:00:01'", 'day') }}) as varchar) as answer
union all
select 3 as n, cast(({{ date_trunc('day', "timestamp '2024-05-17 10:20:30'") }}) as varchar) as answer
union all
select 4 as n, cast(({{ dateadd('week', 2, "timestamp '2024-01-31 10:20:30'") }}) as varchar) as answer
union all
select 5 as n, cast(({{ datediff("timestamp '2023-12-31 23:59:59'", "timestamp '2024-03-02 00:00:01'", 'week') }}) as varchar) as answer
union all
select 6 as n, cast(({{ date_trunc('week', "timestamp '2024-05-17 10:20:30'") }}) as varchar) as answer
union all
select 7 as n, cast(({{ dateadd('month', 2, "timestamp '2024-01-31 10:20:30'") }}) as varchar) as answer
union all
select 8 as n, cast(({{ datediff("timestamp '2023-12-31 23:59:59'", "timestamp '2024-03-02 00:00:01'", 'month') }}) as varchar) as answer
union all
select 9 as n, cast(({{ date_trunc('month', "timestamp '2024-05-17 10:20:30'") }}) as varchar) as answer
union all
select 10 as n, cast(({{ dateadd('quarter', 2, "timestamp '2024-01-31 10:20:30'") }}) as varchar) as answer
union all
select 11 as n, cast(({{ datediff("timestamp '2023-12-31 23:59:59'", "timestamp '2024-03-02 00:00:01'", 'quarter') }}) as varchar) as answer
union all
select 12 as n, cast(({{ date_trunc('quarter', "timestamp '2024-05-17 10:20:30'") }}) as varchar) as answer
union all
select 13 as n, cast(({{ dateadd('year', 2, "timestamp '2024-01-31 10:20:30'") }}) as varchar) as answer
union all
select 14 as n, cast(({{ datediff("timestamp '2023-12-31 23:59:59'", "timestamp '2024-03-02 00:00:01'", 'year') }}) as varchar) as answer
union all
select 15 as n, cast(({{ date_trunc('year', "timestamp '2024-05-17 10:20:30'") }}) as varchar) as answer
union all
select 16 as n, cast(({{ dateadd('hour', 2, "timestamp '2024-01-31 10:20:30'") }}) as varchar) as answer
union all
select 17 as n, cast(({{ datediff("timestamp '2023-12-31 23:59:59'", "timestamp '2024-03-02 00:00:01'", 'hour') }}) as varchar) as answer
union all
select 18 as n, cast(({{ date_trunc('hour', "timestamp '2024-05-17 10:20:30'") }}) as varchar) as answer
union all
select 19 as n, cast(({{ dateadd('minute', 2, "timestamp '2024-01-31 10:20:30'") }}) as varchar) as answer
union all
select 20 as n, cast(({{ datediff("timestamp '2023-12-31 23:59:59'", "timestamp '2024-03-02 00:00:01'", 'minute') }}) as varchar) as answer
union all
select 21 as n, cast(({{ date_trunc('minute', "timestamp '2024-05-17 10:20:30'") }}) as varchar) as answer
union all
select 22 as n, cast(({{ dateadd('second', 2, "timestamp '2024-01-31 10:20:30'") }}) as varchar) as answer
union all
select 23 as n, cast(({{ datediff("timestamp '2023-12-31 23:59:59'", "timestamp '2024-03-02 00:00:01'", 'second') }}) as varchar) as answer
union all
select 24 as n, cast(({{ date_trunc('second', "timestamp '2024-05-17 10:20:30'") }}) as varchar) as answer
union all
select 25 as n, cast(({{ last_day("date '2024-02-03'", 'month') }}) as varchar) as answer
union all
select 26 as n, cast(({{ last_day("date '2024-02-03'", 'quarter') }}) as varchar) as answer
union all
select 27 as n, cast(({{ last_day("date '2024-02-03'", 'year') }}) as varchar) as answer
union all
select 28 as n, cast(({{ dateadd(datepart='day', interval=-1, from_date_or_timestamp="cast('2024-03-01' as date)") }}) as varchar) as answer
union all
select 29 as n, cast(({{ date(2024, 2, 9) }}) as varchar) as answer
union all
select 30 as n, cast(({{ datediff("'2024-01-01'", "'2024-01-09'", 'day') }}) as varchar) as answer
union all
select 31 as n, cast(({{ dbt.current_timestamp() }} is not null) as varchar) as answer
