-- code: M-NULLORDER
-- headline: The channel of {n} is NULL, or one of two at the same moment.
-- feedback: A conversion without a touch has a row without a time, and arg_max passes over rows whose second argument is
--   NULL; and a time can be shared by two touches. Which column is always filled and never shared?
{% macro last_touch_channel() -%}
    arg_max(channel, touched_at)
{%- endmacro %}
