{% macro total(numbers) %}{% set ns = namespace(sum=0) %}{% for n in numbers %}{% set ns.sum = ns.sum + n %}{% endfor %}{{ return(ns.sum) }}{% endmacro %}
{% macro pairs() %}{{ return({'a': [1, 2], 'b': (3, none)}) }}{% endmacro %}
{% macro many(first, second='two') %}{{ first }}|{{ second }}|{{ varargs | join('-') }}|{{ kwargs | dictsort | string }}{% endmacro %}
{% macro wrap(tag) %}<{{ tag }}>{{ caller('in') }}</{{ tag }}>{% endmacro %}
{% macro early(n) %}{% if n > 1 %}{{ return('big') }}{% endif %}small{% endmacro %}
{% macro rows_of(relation) %}
  {%- set answer = run_query('select * from ' ~ relation ~ ' order by id') -%}
  {%- if execute -%}{{ return(answer.rows) }}{%- endif -%}
  {{ return([]) }}
{% endmacro %}
