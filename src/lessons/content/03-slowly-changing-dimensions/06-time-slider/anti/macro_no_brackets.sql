-- code: M-PRECEDENCE
-- headline: {n} {are} there that should not be, or twice.
-- feedback: and binds more tightly than or, so every open version matches, whenever it began and whatever stands beside the macro.
--   Look at {key}. What must be kept together?
{% macro valid_on(moment, valid_from='valid_from', valid_to='valid_to') %}
    {{ valid_from }} <= {{ moment }} and {{ moment }} < {{ valid_to }} or {{ valid_to }} is null
{% endmacro %}
