{#- How well a place runs, between 0 and 1: the health of its devices, their uptime, and how busy it is. NULL when no device was observed. -#}
{%- macro location_health_score(device_health_score, uptime_ratio, activity_percentile) -%}
    {%- set weights = var('location_health_weights') -%}
    cast(round(
        {{ weights.devices }} * {{ device_health_score }}
        + {{ weights.uptime }} * {{ device_uptime_score(uptime_ratio) }}
        + {{ weights.activity }} * coalesce({{ activity_percentile }}, 0)
    , 4) as decimal(5, 4))
{%- endmacro -%}

{#- Whether a place could pour tonight, between 0 and 1: the share of its devices that run, less the part that waits for a visit. -#}
{%- macro location_readiness_score(running_devices, overdue_devices, devices) -%}
    cast(round({{ safe_divide(
        running_devices ~ ' - ' ~ var('readiness_overdue_weight') ~ ' * least(' ~ running_devices ~ ', ' ~ overdue_devices ~ ')',
        devices
    ) }}, 4) as decimal(5, 4))
{%- endmacro -%}
