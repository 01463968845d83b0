-- code: M-CHECKALL
-- headline: {n} {are} versions of nothing but time.
-- feedback: Each run makes a version of everybody, {key} included: day_sequence is another one every day. Which columns are compared
--   for nothing?
{# What the snapshot of customers compares at each run (strategy check). #}
{% macro customer_check_cols() %}
    {{ return(['subscription_status', 'plan', 'mrr', 'customer_health_score', 'device_events', 'day_sequence']) }}
{% endmacro %}
