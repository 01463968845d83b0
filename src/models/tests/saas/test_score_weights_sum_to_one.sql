-- The weights of each score sum to 1, so that the score spans 0 to 1.
{%- for weights in [
    'health_weights',
    'risk_weights',
    'engagement_weights',
    'adoption_weights',
    'support_weights',
    'composite_weights',
] %}
{{ 'union all' if not loop.first }}
select '{{ weights }}' as weights, {{ var(weights).values() | join(' + ') }} as total
where {{ var(weights).values() | join(' + ') }} <> 1
{%- endfor %}
