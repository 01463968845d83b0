{% macro discount() %}0.5{% endmacro %}
