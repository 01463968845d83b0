-- The weights of the health of devices and of places sum to 1, so that the scores end at 1.
{%- for name in ['device_health_weights', 'location_health_weights'] %}
{{ 'union all' if not loop.first }}
select '{{ name }}' as weights, {{ var(name).values() | join(' + ') }} as total
where abs({{ var(name).values() | join(' + ') }} - 1) > 0.000001
{%- endfor %}
