-- code: M-CREDIT
-- headline: {n} {are} wrong: each touch between gets the whole weight of the middle.
-- feedback: The journey of {key} has more than one touch between the ends, and they share one weight. Among how many?
{% macro position_credit(pos, n_touches) -%}
    {%- set weights = var('attribution_position_weights') -%}
    case
        when {{ n_touches }} <= 1 then 1
        when {{ n_touches }} = 2 and {{ pos }} = 1 then {{ weights.first }} / ({{ weights.first }} + {{ weights.last }})
        when {{ n_touches }} = 2 then {{ weights.last }} / ({{ weights.first }} + {{ weights.last }})
        when {{ pos }} = 1 then {{ weights.first }}
        when {{ pos }} = {{ n_touches }} then {{ weights.last }}
        else {{ weights.middle }}
    end
{%- endmacro %}
