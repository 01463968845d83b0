{#- Macros of dbt_utils that ask the warehouse, and its small helpers. While a project is read they ask nothing. -#}

{% macro get_filtered_columns_in_relation(from, except=[]) -%}
    {{ return(adapter.dispatch('get_filtered_columns_in_relation', 'dbt_utils')(from, except)) }}
{%- endmacro %}

{% macro default__get_filtered_columns_in_relation(from, except=[]) -%}
    {%- do dbt_utils._is_relation(from, 'get_filtered_columns_in_relation') -%}
    {%- do dbt_utils._is_ephemeral(from, 'get_filtered_columns_in_relation') -%}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- set left_out = except | map('lower') | list -%}
    {%- set names = [] -%}
    {%- for column in adapter.get_columns_in_relation(from) if column.name | lower not in left_out -%}
        {%- do names.append(column.name) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{% macro get_column_values(table, column, order_by='count(*) desc', max_records=none, default=none, where=none) -%}
    {{ return(adapter.dispatch('get_column_values', 'dbt_utils')(table, column, order_by, max_records, default, where)) }}
{%- endmacro %}

{% macro default__get_column_values(table, column, order_by='count(*) desc', max_records=none, default=none, where=none) -%}
    {%- if not execute -%}{{ return(default or []) }}{%- endif -%}
    {%- do dbt_utils._is_ephemeral(table, 'get_column_values') -%}
    {%- if load_relation(table) is none -%}
        {%- if default is none -%}
            {%- do exceptions.raise_compiler_error(
                '"get_column_values" reads ' ~ table ~ ', which is not there, and was given no default.') -%}
        {%- endif -%}
        {{ return(default) }}
    {%- endif -%}
    {%- set sql -%}
select {{ column }} as value
from {{ table }}
{{- '\nwhere ' ~ where if where is not none }}
group by {{ column }}
order by {{ order_by }}
{{- '\nlimit ' ~ max_records if max_records is not none }}
    {%- endset -%}
    {{ return(run_query(sql).columns[0].values() | list or default) }}
{%- endmacro %}

{% macro get_query_results_as_dict(query) -%}
    {{ return(adapter.dispatch('get_query_results_as_dict', 'dbt_utils')(query)) }}
{%- endmacro %}

{#- {column name: its values}. -#}
{% macro default__get_query_results_as_dict(query) -%}
    {%- set results = {} -%}
    {%- if execute -%}
        {%- for column in run_query(query).columns -%}{%- do results.update({column.name: column.values()}) -%}{%- endfor -%}
    {%- endif -%}
    {{ return(results) }}
{%- endmacro %}

{% macro get_single_value(query, default=none) -%}
    {{ return(adapter.dispatch('get_single_value', 'dbt_utils')(query, default)) }}
{%- endmacro %}

{% macro default__get_single_value(query, default) -%}
    {%- if not execute -%}{{ return(default) }}{%- endif -%}
    {%- for row in run_query(query).rows -%}{{ return(row[0]) }}{%- endfor -%}
    {{ return(default) }}
{%- endmacro %}

{% macro get_relations_by_pattern(schema_pattern, table_pattern, exclude='', database=target.database) -%}
    {{ return(adapter.dispatch('get_relations_by_pattern', 'dbt_utils')(schema_pattern, table_pattern, exclude, database)) }}
{%- endmacro %}

{% macro default__get_relations_by_pattern(schema_pattern, table_pattern, exclude='', database=target.database) -%}
    {%- set sql = dbt_utils.get_tables_by_pattern_sql(schema_pattern, table_pattern, exclude, database) -%}
    {{ return(dbt_utils._relations_of(sql, database)) }}
{%- endmacro %}

{% macro get_relations_by_prefix(schema, prefix, exclude='', database=target.database) -%}
    {{ return(adapter.dispatch('get_relations_by_prefix', 'dbt_utils')(schema, prefix, exclude, database)) }}
{%- endmacro %}

{% macro default__get_relations_by_prefix(schema, prefix, exclude='', database=target.database) -%}
    {{ return(dbt_utils._relations_of(dbt_utils.get_tables_by_prefix_sql(schema, prefix, exclude, database), database)) }}
{%- endmacro %}

{% macro _relations_of(sql, database) -%}
    {%- set relations = [] -%}
    {%- for row in (run_query(sql).rows if execute else []) -%}
        {%- do relations.append(api.Relation.create(
            database=database, schema=row.table_schema, identifier=row.table_name, type=row.table_type)) -%}
    {%- endfor -%}
    {{ return(relations) }}
{%- endmacro %}

{% macro get_tables_by_pattern_sql(schema_pattern, table_pattern, exclude='', database=target.database) -%}
    {{ return(adapter.dispatch('get_tables_by_pattern_sql', 'dbt_utils')(schema_pattern, table_pattern, exclude, database)) }}
{%- endmacro %}

{#- Sorted by name, so that a union over the tables reads the same in every run. -#}
{% macro default__get_tables_by_pattern_sql(schema_pattern, table_pattern, exclude='', database=target.database) -%}
select distinct table_schema, table_name, {{ dbt_utils.get_table_types_sql() }}
from system.information_schema.tables
where
    table_catalog ilike '{{ database }}'
    and table_schema ilike '{{ schema_pattern }}'
    and table_name ilike '{{ table_pattern }}'
    and table_name not ilike '{{ exclude }}'
order by table_schema, table_name
{%- endmacro %}

{% macro get_tables_by_prefix_sql(schema, prefix, exclude='', database=target.database) -%}
    {{ return(adapter.dispatch('get_tables_by_prefix_sql', 'dbt_utils')(schema, prefix, exclude, database)) }}
{%- endmacro %}
{% macro default__get_tables_by_prefix_sql(schema, prefix, exclude='', database=target.database) -%}
    {{ return(dbt_utils.get_tables_by_pattern_sql(schema, prefix ~ '%', exclude, database)) }}
{%- endmacro %}

{% macro get_table_types_sql() -%}{{ return(adapter.dispatch('get_table_types_sql', 'dbt_utils')()) }}{%- endmacro %}
{% macro default__get_table_types_sql() -%}if(table_type = 'VIEW', 'view', 'table') as table_type{%- endmacro %}

{% macro _is_relation(obj, macro) -%}
    {%- if not (obj is mapping and obj.identifier is defined) -%}
        {%- do exceptions.raise_compiler_error('"' ~ macro ~ '" needs a relation, such as ref(…), not "' ~ obj ~ '".') -%}
    {%- endif -%}
{%- endmacro %}

{% macro _is_ephemeral(obj, macro) -%}
    {%- if obj.is_cte -%}
        {%- do exceptions.raise_compiler_error(
            '"' ~ macro ~ '" asks the warehouse for columns, and "' ~ (obj.identifier | replace('__dbt__cte__', ''))
            ~ '" is ephemeral, so it is not there. Make it a view or a table.') -%}
    {%- endif -%}
{%- endmacro %}

{#- `Net Amount (EUR)` -> `net_amount_eur`; a name that starts with a digit gets an underscore in front. -#}
{% macro slugify(string) -%}
    {%- set out = [] -%}
    {%- for letter in (string or '') | string | lower -%}
        {%- if letter in ' -' -%}
            {%- if loop.first or loop.previtem not in ' -' -%}{%- do out.append('_') -%}{%- endif -%}
        {%- elif letter in 'abcdefghijklmnopqrstuvwxyz0123456789_' -%}
            {%- do out.append(letter) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set slug = out | join -%}
    {{ return('_' ~ slug if slug[:1] in '0123456789' and slug else slug) }}
{%- endmacro %}

{% macro pretty_time(format='%H:%M:%S') -%}{{ return(adapter.dispatch('pretty_time', 'dbt_utils')(format)) }}{%- endmacro %}
{% macro default__pretty_time(format='%H:%M:%S') -%}
    {{ return(modules.datetime.datetime.now().strftime(format)) }}
{%- endmacro %}

{% macro pretty_log_format(message) -%}{{ return(adapter.dispatch('pretty_log_format', 'dbt_utils')(message)) }}{%- endmacro %}
{% macro default__pretty_log_format(message) -%}{{ return(dbt_utils.pretty_time() ~ ' + ' ~ message) }}{%- endmacro %}

{% macro log_info(message) -%}{{ return(adapter.dispatch('log_info', 'dbt_utils')(message)) }}{%- endmacro %}
{% macro default__log_info(message) -%}{%- do log(dbt_utils.pretty_log_format(message), info=true) -%}{%- endmacro %}
