{#- Health of an account, 0 to 100 as decimal(5, 2): six components from 0 to 100 times the weights of seed_health_weights. -#}
{%- macro calculate_account_health_score(seat, product, activity, contract, growth='0', payment='0') -%}
    cast(least(100, greatest(0, round(
        seat_weight * {{ seat }}
        + product_weight * {{ product }}
        + activity_weight * {{ activity }}
        + contract_weight * {{ contract }}
        + growth_weight * {{ growth }}
        + payment_weight * {{ payment }},
        2
    ))) as decimal(5, 2))
{%- endmacro -%}

{#- The body of a CTE with the weights of one variant side by side, as calculate_account_health_score needs them. -#}
{%- macro account_health_weights(weights) -%}
    select
        {%- for component in ['seat', 'product', 'activity', 'contract', 'growth', 'payment'] %}
        coalesce(sum(weight) filter (where component = '{{ component }}'), 0) as {{ component }}_weight
        {{- ',' if not loop.last }}
        {%- endfor %}

    from {{ weights }}
    where variant = '{{ var("account_health_variant") }}'
{%- endmacro -%}

{#- Points of a component that has a full value, 0 to 100; nothing to measure against counts as 0. -#}
{%- macro component_points(value, full_value) -%}
    cast(least(100, greatest(0, coalesce(100.0 * {{ value }} / nullif({{ full_value }}, 0), 0))) as decimal(7, 4))
{%- endmacro -%}
