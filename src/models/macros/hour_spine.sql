{#- A query with one row per hour of UTC, hour_ts, from the first hour of `first_day` to the last of `last_day`. -#}
{%- macro hour_spine(first_day, last_day) -%}
    select series.moment as hour_ts
    from generate_series(
        cast({{ first_day }} as timestamp), cast({{ last_day }} as timestamp) + interval 23 hour, interval 1 hour
    ) as series(moment)
{%- endmacro -%}
