-- code: M-SURVIVOR
-- headline: {n} {are} missing: only what is true today was taken.
-- feedback: {key} has moved on since, so its version of that day has an end today. Did it have one then?
{% macro valid_on(moment, valid_from='valid_from', valid_to='valid_to') %}
    ({{ valid_from }} <= {{ moment }} and {{ valid_to }} is null)
{% endmacro %}
