{%- set rows = rows_of(ref('base')) -%}
{%- call statement('counted', fetch_result=true) %}select count(*) as n, max(day) as latest, sum(amount) as total from {{ ref('base') }}{% endcall -%}
{%- set counted = load_result('counted') -%}
{%- set columns = adapter.get_columns_in_relation(ref('base')) -%}
{%- set found = adapter.get_relation(database=this.database, schema=this.schema, identifier='base') -%}
{%- set texts = [] -%}
{%- for row in rows %}{% do texts.append(row[0] ~ ' ' ~ row['name'] ~ ' ' ~ row.amount ~ ' ' ~ row.day) %}{% endfor -%}
{%- if execute %}
  {%- do texts.append(counted['data'][0] | list) %}
  {%- do texts.append(counted.table.columns | map(attribute='name') | list) %}
  {%- do texts.append(counted['table'].columns[2].values() | list) %}
  {%- for column in columns %}{% do texts.append(column.name ~ ' ' ~ column.dtype ~ ' ' ~ column.data_type ~ ' ' ~ column.quoted ~ ' ' ~ column.is_number() ~ ' ' ~ column.is_string()) %}{% endfor %}
  {%- do texts.append(found.type ~ ' ' ~ found.is_view ~ ' ' ~ found.is_table ~ ' ' ~ found) %}
  {%- do texts.append(adapter.get_relation(this.database, this.schema, 'not_there')) %}
  {%- do texts.append(graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | map(attribute='name') | sort | list) %}
  {%- do texts.append(adapter.check_schema_exists(this.database, 'nope')) %}
  {%- do texts.append(dbt_utils_like() if dbt_utils_like is defined else 'no such macro') %}
  {%- do texts.append(run_query("select 1 as a, null as b where false").rows | length) %}
{%- endif %}
{%- for text in texts %}
select {{ loop.index }} as n, '{{ (text | string).replace("'", "''") }}' as text {{ 'union all' if not loop.last }}
{%- else %}
select 0 as n, 'not executed' as text
{%- endfor %}
