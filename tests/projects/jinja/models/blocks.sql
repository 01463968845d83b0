{%- set written %}
  spaces stay
{% endset -%}
{% set filtered | upper | trim %} loud {% endset -%}
{% call(word) wrap('b') %}{{ word }}side{% endcall %}
