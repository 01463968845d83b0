{% macro suffix() %}now{% endmacro %}
