{% macro note_results(results) %}
  {% for result in results if result.node.resource_type == 'model' %}
    insert into {{ target.schema }}.log_of_runs values ('{{ result.node.name }} {{ result.status }}');
  {% endfor %}
{% endmacro %}
{% macro grant_something(who, times=1) %}
  {% do log('granting to ' ~ who, info=true) %}
  {% for i in range(times) %}
    {% do run_query("insert into " ~ target.schema ~ ".log_of_runs values ('granted to " ~ who ~ "')") %}
  {% endfor %}
  {{ return(times) }}
{% endmacro %}
{% macro fails() %}{{ exceptions.raise_compiler_error("on purpose") }}{% endmacro %}
