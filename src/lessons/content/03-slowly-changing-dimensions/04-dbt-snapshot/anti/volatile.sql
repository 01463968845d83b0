-- code: M-VOLATILE
-- headline: {n} {are} versions of a score.
-- feedback: Neither the plan nor the status changed at {key}, only a number that moves all the time. Does a report ask for its
--   past here?
{# What the snapshot of customers compares at each run (strategy check). #}
{% macro customer_check_cols() %}
    {{ return(['subscription_status', 'plan', 'customer_health_score']) }}
{% endmacro %}
