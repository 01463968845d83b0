{% macro last_touch_channel() -%}
    max(channel)
{%- endmacro %}
