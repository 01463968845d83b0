{% macro position_credit(pos, n_touches) -%}
    {%- set weights = var('attribution_position_weights') -%}
    {%- set ends = weights.first ~ ' + ' ~ weights.last -%}
    case
        -- 1 whoever is alone gets everything
        when {{ n_touches }} <= 1 then 1
        -- 2 a pair shares by the weights of the two ends
        when {{ n_touches }} = 2 and {{ pos }} = 1 then {{ weights.first }} / ({{ ends }})
        when {{ n_touches }} = 2 then {{ weights.last }} / ({{ ends }})
        -- 3 from three touches on
        when {{ pos }} = 1 then {{ weights.first }}
        when {{ pos }} = {{ n_touches }} then {{ weights.last }}
        else {{ weights.middle }} / ({{ n_touches }} - 2)
    end
{%- endmacro %}
