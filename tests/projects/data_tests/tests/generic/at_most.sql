{% test at_most(model, column_name, limit_value=10) %}
select * from {{ model }} where {{ column_name }} > {{ limit_value }}
{% endtest %}
