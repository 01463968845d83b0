-- code: M-BETWEEN
-- headline: {n} {are} listed with two stages.
-- feedback: {key} moved at the very moment that is asked for. Its old version ends then and its new one begins. Which of the two
--   does the moment belong to?
{% macro valid_on(moment, valid_from='valid_from', valid_to='valid_to') %}
    ({{ valid_from }} <= {{ moment }} and ({{ moment }} <= {{ valid_to }} or {{ valid_to }} is null))
{% endmacro %}
