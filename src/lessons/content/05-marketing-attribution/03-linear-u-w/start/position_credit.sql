{% macro position_credit(pos, n_touches) -%}
    {%- set weights = var('attribution_position_weights') -%}
    case
        when {{ pos }} = 1 then {{ weights.first }}
        when {{ pos }} = {{ n_touches }} then {{ weights.last }}
        else {{ weights.middle }} / ({{ n_touches }} - 2)
    end
{%- endmacro %}
