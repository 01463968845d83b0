{#- How many devices a place has, in bands that do not change with every delivery. -#}
{%- macro device_count_band(devices) -%}
    case
        when {{ devices }} <= 0 then 'none'
        when {{ devices }} = 1 then 'one'
        when {{ devices }} <= 3 then 'two_or_three'
        else 'four_or_more'
    end
{%- endmacro -%}
