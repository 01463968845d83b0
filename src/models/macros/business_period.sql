{#- Part of the day in the trade, from the hour on the clock, 0 to 23. The night before opening begins at two. -#}
{%- macro business_period(hour_of_day) -%}
    case
        when {{ hour_of_day }} between 2 and 5 then 'night'
        when {{ hour_of_day }} between 6 and 10 then 'morning'
        when {{ hour_of_day }} between 11 and 14 then 'lunch'
        when {{ hour_of_day }} between 15 and 16 then 'afternoon'
        when {{ hour_of_day }} between 17 and 20 then 'dinner'
        else 'late'
    end
{%- endmacro -%}
