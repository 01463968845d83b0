-- code: M-CREDIT
-- headline: {n} {are} wrong: journeys of two touches do not sum to 1.
-- feedback: Look at {key}. Nobody stands between the ends, and the weight of the middle is given to no one. How do you share it out?
{% macro position_credit(pos, n_touches) -%}
    {%- set weights = var('attribution_position_weights') -%}
    case
        when {{ n_touches }} <= 1 then 1
        when {{ pos }} = 1 then {{ weights.first }}
        when {{ pos }} = {{ n_touches }} then {{ weights.last }}
        else {{ weights.middle }} / ({{ n_touches }} - 2)
    end
{%- endmacro %}
