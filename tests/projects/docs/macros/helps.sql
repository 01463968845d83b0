{% macro helps(x) %}{{ x }}{% endmacro %}
