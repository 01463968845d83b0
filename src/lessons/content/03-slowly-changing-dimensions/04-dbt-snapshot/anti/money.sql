-- code: M-EXTRACOLUMN
-- headline: {n} {are} begun by a change of MRR.
-- feedback: At {key} only the MRR changed. That may be worth a history, but did anybody ask for it?
{# What the snapshot of customers compares at each run (strategy check). #}
{% macro customer_check_cols() %}
    {{ return(['subscription_status', 'plan', 'mrr']) }}
{% endmacro %}
