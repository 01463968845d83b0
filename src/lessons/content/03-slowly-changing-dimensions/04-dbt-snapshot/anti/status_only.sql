-- code: M-CHECKCOLS
-- headline: {n} {are} not noticed, or last too long.
-- feedback: The plan of {key} changed while its status stayed, and the run saw no difference. Which column does it not look at?
{# What the snapshot of customers compares at each run (strategy check). #}
{% macro customer_check_cols() %}
    {{ return(['subscription_status']) }}
{% endmacro %}
