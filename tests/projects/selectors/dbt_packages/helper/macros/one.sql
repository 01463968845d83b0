{% macro helper_one() %}1{% endmacro %}
