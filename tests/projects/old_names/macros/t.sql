{% macro test_dbt_is_old(model) %}select * from {{ model }} where id > 5{% endmacro %}
