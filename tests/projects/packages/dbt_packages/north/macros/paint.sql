{% macro paint() %}{{ adapter.dispatch('mixed', 'north')() }}, {{ adapter.dispatch('thinned', 'north')() }}, {{ north.helper() }}{% endmacro %}
{% macro default__mixed() %}mixed by north{% endmacro %}
{% macro default__thinned() %}thinned by north{% endmacro %}
{% macro helper() %}helped by north{% endmacro %}
{% test is_colour(model, column_name, among) %}
select * from {{ model }} where {{ column_name }} not in ('{{ among | join("', '") }}')
{% endtest %}
