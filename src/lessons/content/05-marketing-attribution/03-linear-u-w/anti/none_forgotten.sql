-- code: M-COUNTROWS
-- headline: {n} {are} wrong: conversions without a touch give only a part of their credit away.
-- feedback: {key} is a row, but no touch: its n_touches is 0. Does your first condition let it in?
{% macro position_credit(pos, n_touches) -%}
    {%- set weights = var('attribution_position_weights') -%}
    case
        when {{ n_touches }} = 1 then 1
        when {{ n_touches }} = 2 and {{ pos }} = 1 then {{ weights.first }} / ({{ weights.first }} + {{ weights.last }})
        when {{ n_touches }} = 2 then {{ weights.last }} / ({{ weights.first }} + {{ weights.last }})
        when {{ pos }} = 1 then {{ weights.first }}
        when {{ pos }} = {{ n_touches }} then {{ weights.last }}
        else {{ weights.middle }} / ({{ n_touches }} - 2)
    end
{%- endmacro %}
