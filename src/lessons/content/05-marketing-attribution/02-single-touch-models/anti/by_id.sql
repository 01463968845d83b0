-- code: M-ORDERID
-- headline: The last touch of {n} is another one.
-- feedback: For {key} the largest touch_id is not the latest touch. Each kind of touch (visit, e-mail, form) has a range of
--   numbers of its own. Which column says what came when?
{% macro last_touch_channel() -%}
    arg_max(channel, touch_id)
{%- endmacro %}
