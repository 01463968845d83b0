{#- The version that a firmware number of the telemetry stands for: 320 is 3.2.0. -#}
{%- macro firmware_text(code) -%}
    ({{ code }} // 100 || '.' || {{ code }} // 10 % 10 || '.' || {{ code }} % 10)
{%- endmacro -%}
