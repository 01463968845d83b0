{#-
    How well a device does, in parts between 0 (broken) and 1 (as it should be); weights and bounds are vars. A part that cannot
    be known is NULL: a device that was not observed has no score, which is not a bad score.
-#}

{#- 1 when always up, 0 from device_uptime_floor down. -#}
{%- macro device_uptime_score(uptime_ratio) -%}
    cast(round(case when {{ uptime_ratio }} is not null then greatest(0.0,
        ({{ uptime_ratio }} - {{ var('device_uptime_floor') }}) / (1.0 - {{ var('device_uptime_floor') }})
    ) end, 4) as decimal(5, 4))
{%- endmacro -%}

{#-
    1 when it errs no more often than usual, 0 from device_error_rise_limit times as often. Usual is its own past, but at least
    device_error_rate_usual: a device with a spotless past is not punished for its first error.
-#}
{%- macro device_performance_score(error_rate, earlier_error_rate) -%}
    cast(round(case when {{ error_rate }} is not null then least(1.0, greatest(0.0,
        ({{ var('device_error_rise_limit') }}
            - {{ error_rate }} / greatest(coalesce({{ earlier_error_rate }}, 0), {{ var('device_error_rate_usual') }}))
        / ({{ var('device_error_rise_limit') }} - 1.0)
    )) end, 4) as decimal(5, 4))
{%- endmacro -%}

{#- 1 without strange readings, 0 from device_anomaly_rate_limit readings in an hour of uptime, and 0 while it is down. -#}
{%- macro device_alert_score(anomaly_rate, is_down) -%}
    cast(round(case
        when {{ is_down }} then 0.0
        when {{ anomaly_rate }} is not null
            then greatest(0.0, 1.0 - {{ anomaly_rate }} / {{ var('device_anomaly_rate_limit') }})
    end, 4) as decimal(5, 4))
{%- endmacro -%}

{#- The weighted sum of the three parts. A device that was down the whole time has an uptime only, and that is 0. -#}
{%- macro device_health_score(uptime_score, performance_score, alert_score) -%}
    {%- set weights = var('device_health_weights') -%}
    cast(round(
        {{ weights.uptime }} * {{ uptime_score }}
        + {{ weights.performance }} * coalesce({{ performance_score }}, 0)
        + {{ weights.alert }} * coalesce({{ alert_score }}, 0)
    , 4) as decimal(5, 4))
{%- endmacro -%}
