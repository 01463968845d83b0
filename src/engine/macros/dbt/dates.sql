{#- Dates and times for any database, as DuckDB writes them. -#}

{#- A TIMESTAMP WITH TIME ZONE. DuckDB in the browser has no arithmetic on that type: cast it to timestamp first. -#}
{% macro current_timestamp() -%}{{ return(adapter.dispatch('current_timestamp', 'dbt')()) }}{%- endmacro %}
{% macro duckdb__current_timestamp() -%}{{ return('now()') }}{%- endmacro %}

{% macro current_timestamp_backcompat() -%}{{ return(adapter.dispatch('current_timestamp_backcompat', 'dbt')()) }}{%- endmacro %}
{% macro default__current_timestamp_backcompat() -%}{{ return('current_timestamp::timestamp') }}{%- endmacro %}

{% macro current_timestamp_in_utc_backcompat() -%}
    {{ return(adapter.dispatch('current_timestamp_in_utc_backcompat', 'dbt')()) }}
{%- endmacro %}
{% macro default__current_timestamp_in_utc_backcompat() -%}
    {{ return(adapter.dispatch('current_timestamp_backcompat', 'dbt')()) }}
{%- endmacro %}

{% macro date(year, month, day) -%}{{ return(adapter.dispatch('date', 'dbt')(year, month, day)) }}{%- endmacro %}
{% macro duckdb__date(year, month, day) -%}make_date({{ year }}, {{ month }}, {{ day }}){%- endmacro %}

{% macro date_trunc(datepart, date) -%}{{ return(adapter.dispatch('date_trunc', 'dbt')(datepart, date)) }}{%- endmacro %}
{% macro default__date_trunc(datepart, date) -%}date_trunc('{{ datepart }}', {{ date }}){%- endmacro %}

{% macro dateadd(datepart, interval, from_date_or_timestamp) -%}
    {{ return(adapter.dispatch('dateadd', 'dbt')(datepart, interval, from_date_or_timestamp)) }}
{%- endmacro %}

{#- The amount may be an expression, which an interval literal cannot hold. -#}
{% macro duckdb__dateadd(datepart, interval, from_date_or_timestamp) -%}
    {%- set unit = datepart | lower -%}
    {%- set times, base = {'quarter': (' * 3', 'month'), 'week': (' * 7', 'day')}.get(unit, ('', unit)) -%}
    ({{ from_date_or_timestamp }} + (cast({{ interval }} as bigint){{ times }}) * interval 1 {{ base }})
{%- endmacro %}

{% macro datediff(first_date, second_date, datepart) -%}
    {{ return(adapter.dispatch('datediff', 'dbt')(first_date, second_date, datepart)) }}
{%- endmacro %}

{#- How many borders of the unit lie between. A week starts on Sunday here; DuckDB's own starts on Monday. -#}
{% macro duckdb__datediff(first_date, second_date, datepart) -%}
    {%- if datepart == 'week' -%}
    ({{ datediff(first_date, second_date, 'day') }} // 7
        + (date_part('dow', ({{ first_date }})::timestamp) > date_part('dow', ({{ second_date }})::timestamp))::int
        - ({{ first_date }} > {{ second_date }})::int)
    {%- else -%}
    (date_diff('{{ datepart }}', {{ first_date }}::timestamp, {{ second_date }}::timestamp))
    {%- endif -%}
{%- endmacro %}

{% macro last_day(date, datepart) -%}{{ return(adapter.dispatch('last_day', 'dbt')(date, datepart)) }}{%- endmacro %}
{% macro default__last_day(date, datepart) -%}{{ return(default_last_day(date, datepart)) }}{%- endmacro %}

{% macro default_last_day(date, datepart) -%}
    {%- set next = dbt.dateadd(datepart, 1, dbt.date_trunc(datepart, date)) -%}
    cast({{ dbt.dateadd('day', -1, next) }} as date)
{%- endmacro %}

{#- Known while rendering; one query asks the warehouse for it. -#}
{% macro get_intervals_between(start_date, end_date, datepart) -%}
    {{ return(adapter.dispatch('get_intervals_between', 'dbt')(start_date, end_date, datepart)) }}
{%- endmacro %}

{% macro default__get_intervals_between(start_date, end_date, datepart) -%}
    {%- if not execute -%}{{ return(1) }}{%- endif -%}
    {{ return(run_query('select ' ~ dbt.datediff(start_date, end_date, datepart)).rows[0][0]) }}
{%- endmacro %}

{#- One row per period from the start up to, but not including, the end; the column is date_<datepart>. -#}
{% macro date_spine(datepart, start_date, end_date) -%}
    {{ return(adapter.dispatch('date_spine', 'dbt')(datepart, start_date, end_date)) }}
{%- endmacro %}

{% macro default__date_spine(datepart, start_date, end_date) -%}
with periods as (
    {{ dbt.generate_series(dbt.get_intervals_between(start_date, end_date, datepart)) }}
),

dates as (
    select {{ dbt.dateadd(datepart, 'generated_number - 1', start_date) }} as date_{{ datepart }} from periods
)

select * from dates where date_{{ datepart }} <= {{ end_date }}
{%- endmacro %}

{% macro generate_series(upper_bound) -%}{{ return(adapter.dispatch('generate_series', 'dbt')(upper_bound)) }}{%- endmacro %}
{% macro duckdb__generate_series(upper_bound) -%}
select generate_series as generated_number from generate_series(1, {{ upper_bound }})
{%- endmacro %}

{#- The smallest n of at least 1 with 2^n >= upper_bound. -#}
{% macro get_powers_of_two(upper_bound) -%}{{ return(adapter.dispatch('get_powers_of_two', 'dbt')(upper_bound)) }}{%- endmacro %}
{% macro default__get_powers_of_two(upper_bound) -%}
    {%- if upper_bound <= 0 -%}
        {%- do exceptions.raise_compiler_error('The upper bound of a series must be above 0, not ' ~ upper_bound ~ '.') -%}
    {%- endif -%}
    {%- for n in range(1, 100) if upper_bound <= 2 ** n -%}{{ return(n) }}{%- endfor -%}
{%- endmacro %}
