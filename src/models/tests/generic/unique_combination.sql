{#- The columns together are a key: no combination occurs twice, and none of them is empty. -#}
{% test unique_combination(model, columns) %}
{{ rows_that_repeat(model, columns) }}
{% endtest %}
