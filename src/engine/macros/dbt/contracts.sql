{#- Contracts: the columns a property file promises against the columns the query has, and the constraints of the table. -#}

{% macro get_assert_columns_equivalent(sql) -%}
    {{ return(adapter.dispatch('get_assert_columns_equivalent', 'dbt')(sql)) }}
{%- endmacro %}

{% macro default__get_assert_columns_equivalent(sql) -%}
    {{ return(assert_columns_equivalent(sql)) }}
{%- endmacro %}

{#- Order does not matter; names and types do. -#}
{% macro assert_columns_equivalent(sql) -%}
    {%- if not model.columns -%}{%- do exceptions.raise_contract_error([], []) -%}{%- endif -%}
    {%- set found = format_columns(get_column_schema_from_query(sql, config.get('sql_header'))) -%}
    {%- set promised = format_columns(get_column_schema_from_query(get_empty_schema_sql(model.columns))) -%}
    {%- set written = promised | map(attribute='formatted') | list -%}
    {%- set kept = found | selectattr('formatted', 'in', written) | list -%}
    {%- if found | length != promised | length or kept | length != found | length -%}
        {%- do exceptions.raise_contract_error(promised, found) -%}
    {%- endif -%}
{%- endmacro %}

{% macro format_columns(columns) -%}
    {%- set formatted = [] -%}
    {%- for column in columns -%}
        {%- do formatted.append(adapter.dispatch('format_column', 'dbt')(column)) -%}
    {%- endfor -%}
    {{ return(formatted) }}
{%- endmacro %}

{% macro default__format_column(column) -%}
    {{ return({'name': column.name, 'data_type': column.dtype, 'formatted': (column.name | lower) ~ ' ' ~ column.dtype}) }}
{%- endmacro %}

{% macro get_table_columns_and_constraints() -%}
    {{ return(adapter.dispatch('get_table_columns_and_constraints', 'dbt')()) }}
{%- endmacro %}

{% macro default__get_table_columns_and_constraints() -%}
    {{ return(table_columns_and_constraints()) }}
{%- endmacro %}

{% macro table_columns_and_constraints() -%}
    {%- set columns = adapter.render_raw_columns_constraints(raw_columns=model.columns) -%}
    {%- set constraints = adapter.render_raw_model_constraints(raw_constraints=model.constraints) -%}
    {{ return('(\n    ' ~ ((columns + constraints) | join(',\n    ')) ~ '\n)') }}
{%- endmacro %}

{#- The same under the name that older projects call. -#}
{% macro get_columns_spec_ddl() -%}
    {{ return(table_columns_and_constraints()) }}
{%- endmacro %}

{#- The model's columns as the list behind `insert into`. -#}
{% macro get_column_names() -%}
    {{ return('(' ~ adapter.dispatch('get_column_names', 'dbt')() ~ ')') }}
{%- endmacro %}

{% macro default__get_column_names() -%}
    {%- set names = [] -%}
    {%- for column in model.columns.values() -%}
        {%- do names.append(adapter.quote(column.name) if column.quote else column.name) -%}
    {%- endfor -%}
    {{ return(names | join(', ')) }}
{%- endmacro %}

{#- The query with its columns in the order of the property file. -#}
{% macro get_select_subquery(sql) -%}
    {{ return(adapter.dispatch('get_select_subquery', 'dbt')(sql)) }}
{%- endmacro %}

{% macro default__get_select_subquery(sql) -%}
    select {{ adapter.dispatch('get_column_names', 'dbt')() }} from (
{{ sql }}
) as model_subq
{%- endmacro %}
