{#- What the snapshot of customers compares at each run (strategy check). -#}
{% macro customer_check_cols() %}
    {{ return(['subscription_status']) }}
{% endmacro %}
