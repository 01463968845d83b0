{#-
    A sensor's temperature in °C, to a tenth. `tenths` is what the device sent; `in_fahrenheit` says whether it sent tenths of a
    degree Fahrenheit. What no line can have, a spike of the sensor, becomes NULL.
-#}
{%- macro sensor_celsius(tenths, in_fahrenheit) -%}
    {%- set celsius = "(case when " ~ in_fahrenheit ~ " then (" ~ tenths ~ " / 10.0 - 32) / 1.8 else " ~ tenths ~ " / 10.0 end)" -%}
    cast(case
        when {{ celsius }} between {{ var('temp_plausible_from_c') }} and {{ var('temp_plausible_to_c') }}
            then round({{ celsius }}, 1)
    end as decimal(4, 1))
{%- endmacro -%}

{#-
    Whether a reading is in °F: devices of some models send it so from one firmware on. `firmware` is a number, 330 is 3.3.0.
    The reading itself must say so too, for devices that took up the firmware only after it was sent.
-#}
{%- macro is_in_fahrenheit(tenths, model, firmware) -%}
    ({{ model }} in ('{{ var("fahrenheit_models") | join("', '") }}')
        and {{ firmware }} >= {{ var('fahrenheit_from_firmware') }}
        and {{ tenths }} / 10.0 > {{ var('temp_plausible_to_c') }})
{%- endmacro -%}
