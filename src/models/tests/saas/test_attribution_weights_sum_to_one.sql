-- The weights of the models that have some: each set sums to 1, and none is negative.
{%- set sets = [var('attribution_position_weights'), var('attribution_w_weights')] %}

{%- for weights in sets %}
{{ 'union all' if not loop.first }}
select {{ loop.index }} as weight_set
where abs({{ weights.values() | join(' + ') }} - 1) > 1e-9
    or least({{ weights.values() | join(', ') }}) < 0
{%- endfor %}
