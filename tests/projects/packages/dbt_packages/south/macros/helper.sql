{% macro helper() %}helped by south{% endmacro %}
{% macro default__mixed() %}mixed by south{% endmacro %}
{% macro default__thinned() %}thinned by south{% endmacro %}
{% macro only_south() %}south{% endmacro %}
