{#- The condition that picks the version of a history that is true at a moment. -#}
{% macro valid_on(moment, valid_from='valid_from', valid_to='valid_to') %}
    (
        {#- 1 the start belongs to the version #}
        {{ valid_from }} <= {{ moment }}
        {#- 2 the end does not, and no end means in force #}
        and ({{ moment }} < {{ valid_to }} or {{ valid_to }} is null)
    )
{% endmacro %}
