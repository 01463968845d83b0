{%- set fields = ['access', 'alias', 'constraints', 'version', 'deprecation_date', 'time_spine', 'raw_code', 'description', 'identifier', 'patch_path'] -%}
{%- if execute -%}
{%- for node in (graph.nodes.values() | list) + (graph.sources.values() | list) %}
select '{{ node.unique_id }}' as id, {% for field in fields %}'{{ (node[field] | string if field in node else 'absent') | replace("'", "''") }}' as {{ field }}, {% endfor %}'{{ node.columns.values() | map(attribute='constraints') | list | string | replace("'", "") }}' as column_constraints, '{{ var("stamp") }}' as stamp
{{ 'union all' if not loop.last }}
{%- endfor %}
{%- else -%}
select 1 as id
{%- endif %}
