-- code: M-REVERSED
-- headline: The channel of {n} is that of the first touch.
-- feedback: days_before counts back from the conversion: where it is largest, the journey began. Which row of {key} is the
--   nearest to the conversion?
{% macro last_touch_channel() -%}
    arg_max(channel, coalesce(days_before, 0))
{%- endmacro %}
