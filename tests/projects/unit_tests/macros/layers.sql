{% macro outer() %}{{ shop.inner() }}{% endmacro %}
{% macro inner() %}1{% endmacro %}
