-- code: M-CHECKCOLS
-- headline: {n} {are} not noticed, or last too long.
-- feedback: The status of {key} changed while its plan stayed. Reports ask for both: does the list name both?
{# What the snapshot of customers compares at each run (strategy check). #}
{% macro customer_check_cols() %}
    {{ return(['plan']) }}
{% endmacro %}
