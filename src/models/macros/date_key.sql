{#- The key of a day in dim_date: the date as a number, 20251231 for 31 December 2025. Takes a date or a time. -#}
{%- macro date_key(moment) -%}
    cast(year({{ moment }}) * 10000 + month({{ moment }}) * 100 + day({{ moment }}) as integer)
{%- endmacro -%}

{#- The parts of a time by which facts are grouped most, as columns of a SELECT: the day, and the first day of its week, month, quarter. -#}
{%- macro date_parts(moment) -%}
        cast(year({{ moment }}) as integer) as year,
        cast({{ moment }} as date) as date_day,
        cast(date_trunc('week', {{ moment }}) as date) as week,
        cast(date_trunc('month', {{ moment }}) as date) as month,
        cast(date_trunc('quarter', {{ moment }}) as date) as quarter
{%- endmacro -%}
