{% test between(model, column_name, low=0, high=none) %}
  {{ config(severity='error' if high else 'warn', tags=['ranges']) }}
  select {{ column_name }} from {{ model }}
  where {{ column_name }} < {{ low }} {% if high is not none %} or {{ column_name }} > {{ high }} {% endif %}
{% endtest %}
