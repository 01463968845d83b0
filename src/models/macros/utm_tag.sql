{#- The value of one utm tag in an address or a query, in lower case: utm_tag('final_url', 'source'). NULL when it is not there. -#}
{%- macro utm_tag(column, name) -%}
    nullif(lower(regexp_extract({{ column }}, 'utm_{{ name }}=([^&#]*)', 1)), '')
{%- endmacro -%}
