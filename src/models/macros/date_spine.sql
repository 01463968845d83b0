{#- A query with one row per day, date_day, from `first_day` to `last_day`, both inclusive; both are SQL expressions of a DATE. -#}
{%- macro date_spine(first_day, last_day) -%}
    select cast(series.moment as date) as date_day
    from generate_series(
        cast({{ first_day }} as timestamp), cast({{ last_day }} as timestamp), interval 1 day
    ) as series(moment)
{%- endmacro -%}
