{#- The condition that picks the version of a history that is true at a moment. -#}
{% macro valid_on(moment, valid_from='valid_from', valid_to='valid_to') %}
    {{ valid_from }} <= {{ moment }} and {{ moment }} < {{ valid_to }}
{% endmacro %}
