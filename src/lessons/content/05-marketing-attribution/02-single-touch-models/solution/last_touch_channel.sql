{# The channel of the row that comes last: pos breaks ties, and is there even when no touch is. #}
{% macro last_touch_channel() -%}
    arg_max(channel, pos)
{%- endmacro %}
