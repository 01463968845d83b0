-- No line is warmer than 20 °C for a whole hour or day: a reading above is in °F, or a spike
-- that staging has let through.
{%- set readings = [
    ['stg_app_database__tap_events', 'temperature_c'],
    ['stg_app_database__device_telemetry_hourly', 'temp_c'],
    ['stg_app_database__device_telemetry_daily', 'temp_c'],
    ['stg_app_database__device_telemetry_daily', 'temp_max_c'],
    ['stg_app_database__device_telemetry_monthly', 'temp_max_c'],
] %}
{%- for model, column in readings %}
{{ 'union all' if not loop.first }}
select
    '{{ model }}' as model,
    '{{ column }}' as column_name,
    device_id,
    {{ column }} as celsius

from {{ ref(model) }}
where {{ column }} not between -5 and 20
{%- endfor %}
