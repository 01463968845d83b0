{#- A condition on the columns of one row holds for every row; a row for which it is NULL does not count against it. -#}
{% test expression_is_true(model, expression) %}
select *
from {{ model }}
where not ({{ expression }})
{% endtest %}
