-- code: M-CREDIT
-- headline: {n} {are} wrong: a touch that is alone does not get everything.
-- feedback: {key} is first and last at once. Which line of the CASE takes it, and what does that line give?
{% macro position_credit(pos, n_touches) -%}
    {%- set weights = var('attribution_position_weights') -%}
    case
        when {{ n_touches }} = 2 and {{ pos }} = 1 then {{ weights.first }} / ({{ weights.first }} + {{ weights.last }})
        when {{ n_touches }} = 2 then {{ weights.last }} / ({{ weights.first }} + {{ weights.last }})
        when {{ pos }} = 1 then {{ weights.first }}
        when {{ pos }} = {{ n_touches }} then {{ weights.last }}
        else {{ weights.middle }} / ({{ n_touches }} - 2)
    end
{%- endmacro %}
