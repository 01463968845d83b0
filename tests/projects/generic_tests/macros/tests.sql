{% test same_count(model, compare_model, filter=none) %}
  {{ return(adapter.dispatch('test_same_count')(model, compare_model, filter)) }}
{% endtest %}
{% macro default__test_same_count(model, compare_model, filter) %}
  select 1 as difference where (select count(*) from {{ model }}) <> (select count(*) from {{ compare_model }}{% if filter %} where {{ filter }}{% endif %})
{% endmacro %}
{% test listed(model, column_name, values, labels) %}
  select * from {{ model }} where {{ column_name }} not in ({% for v in values %}{{ v }}{{ ',' if not loop.last }}{% endfor %}) or '{{ labels["first"] }}' <> 'one'
{% endtest %}
{% test unique(model, column_name) %}
  select 1 as own_unique from {{ model }} where {{ column_name }} is null
{% endtest %}
