{#- The end of the as-of date: the first moment after it. What is still open lasts until then, and not a second longer. -#}
{%- macro as_of_timestamp() -%}
    (cast({{ as_of_date() }} as timestamp) + interval 1 day)
{%- endmacro -%}
