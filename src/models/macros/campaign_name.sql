{#-
    A campaign's name in the one spelling that tags use: lower case, words joined by "-". Names are also changed by hand, to
    capitals or with "_", and then match neither the tag nor the other versions.
-#}
{%- macro campaign_name(column) -%}
    replace(lower(trim({{ column }})), '_', '-')
{%- endmacro -%}
