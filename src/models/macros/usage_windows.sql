{#- The first day for which sessions and uses of features are complete; before it only a part of them was kept. -#}
{%- macro usage_complete_from() -%}
    ({{ as_of_date() }} - {{ var('usage_complete_days') - 1 }})
{%- endmacro -%}

{#- True for a month end of which the 30 days before it, inclusive, are complete. -#}
{%- macro has_complete_usage_30d(day) -%}
    ({{ day }} - 29 >= {{ usage_complete_from() }} and {{ day }} <= {{ as_of_date() }})
{%- endmacro -%}
