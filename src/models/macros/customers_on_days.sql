{#-
    For each day of `days`, the customers whose subscription ran on it, with the plan and size that they had then.

    days      name of a CTE or relation with a column date_day; further columns may be named in `keep`
    history   entity_customers_history, or a CTE of it
    plan_tiers  a CTE with plan_name and plan_tier
-#}
{%- macro customers_on_days(days, history, plan_tiers) -%}
    select
        {{ days }}.date_day,
        {{ history }}.customer_id,
        {{ history }}.customer_tier,
        {{ plan_tiers }}.plan_tier

    from {{ days }}
    inner join {{ history }}
        on {{ history }}.valid_from <= {{ days }}.date_day
        and ({{ days }}.date_day < {{ history }}.valid_to or {{ history }}.valid_to is null)
    inner join {{ plan_tiers }} on {{ history }}.plan = {{ plan_tiers }}.plan_name
    where {{ is_live_status(history ~ '.subscription_status') }}
{%- endmacro -%}
