-- code: M-ENDED
-- headline: {n} {are} listed with stages that they had left.
-- feedback: {key} comes once for each stage that it had reached by then. All of them have begun; which one had not ended?
{% macro valid_on(moment, valid_from='valid_from', valid_to='valid_to') %}
    ({{ valid_from }} <= {{ moment }})
{% endmacro %}
