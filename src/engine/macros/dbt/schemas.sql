{#- Schemas, and what the warehouse's catalog holds. -#}

{% macro create_schema(relation) -%}
    {{ return(adapter.dispatch('create_schema', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__create_schema(relation) -%}
    {% call statement('create_schema') -%}create schema if not exists {{ relation.without_identifier() }}{%- endcall %}
{%- endmacro %}

{% macro drop_schema(relation) -%}
    {{ return(adapter.dispatch('drop_schema', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__drop_schema(relation) -%}
    {% call statement('drop_schema') -%}drop schema if exists {{ relation.without_identifier() }} cascade{%- endcall %}
{%- endmacro %}

{% macro drop_schema_named(schema_name) -%}
    {{ return(adapter.dispatch('drop_schema_named', 'dbt')(schema_name)) }}
{%- endmacro %}

{% macro default__drop_schema_named(schema_name) -%}
    {%- do adapter.drop_schema(api.Relation.create(schema=schema_name)) -%}
{%- endmacro %}

{% macro information_schema_name(database) -%}
    {{ return(adapter.dispatch('information_schema_name', 'dbt')(database)) }}
{%- endmacro %}

{% macro default__information_schema_name(database) -%}
    {{ return(database ~ '.INFORMATION_SCHEMA' if database else 'INFORMATION_SCHEMA') }}
{%- endmacro %}

{% macro list_schemas(database) -%}
    {{ return(adapter.dispatch('list_schemas', 'dbt')(database)) }}
{%- endmacro %}

{% macro duckdb__list_schemas(database) -%}
    {%- set where = '' if database is none else " where lower(catalog_name) = '" ~ (database | lower) ~ "'" -%}
    {{ return(run_query('select schema_name from system.information_schema.schemata' ~ where)) }}
{%- endmacro %}

{% macro check_schema_exists(information_schema, schema) -%}
    {{ return(adapter.dispatch('check_schema_exists', 'dbt')(information_schema, schema)) }}
{%- endmacro %}

{% macro duckdb__check_schema_exists(information_schema, schema) -%}
    {{ return(run_query(
        "select count(*) from system.information_schema.schemata where lower(schema_name) = '" ~ (schema | lower)
        ~ "' and lower(catalog_name) = '" ~ (information_schema.database | lower) ~ "'")) }}
{%- endmacro %}

{% macro list_relations_without_caching(schema_relation) -%}
    {{ return(adapter.dispatch('list_relations_without_caching', 'dbt')(schema_relation)) }}
{%- endmacro %}

{% macro duckdb__list_relations_without_caching(schema_relation) -%}
    {%- set sql -%}
    select
        table_catalog as database,
        table_name as name,
        table_schema as schema,
        if(table_type = 'VIEW', 'view', 'table') as type
    from system.information_schema.tables
    where
        lower(table_schema) = '{{ schema_relation.schema | lower }}'
        and lower(table_catalog) = '{{ schema_relation.database | lower }}'
    {%- endset -%}
    {{ return(run_query(sql)) }}
{%- endmacro %}

{% macro get_catalog(information_schema, schemas) -%}
    {{ return(adapter.dispatch('get_catalog', 'dbt')(information_schema, schemas)) }}
{%- endmacro %}

{% macro duckdb__get_catalog(information_schema, schemas) -%}
    {%- set filters = [] -%}
    {%- for schema in schemas -%}{%- do filters.append("lower(schema_name) = '" ~ (schema | lower) ~ "'") -%}{%- endfor -%}
    {{ return(run_query(_catalog_sql(information_schema.database, filters))) }}
{%- endmacro %}

{% macro get_catalog_relations(information_schema, relations) -%}
    {{ return(adapter.dispatch('get_catalog_relations', 'dbt')(information_schema, relations)) }}
{%- endmacro %}

{% macro duckdb__get_catalog_relations(information_schema, relations) -%}
    {%- set filters = [] -%}
    {%- for relation in relations -%}
        {%- do filters.append("(lower(schema_name), lower(table_name)) = ('" ~ (relation.schema | lower) ~ "', '"
            ~ (relation.identifier | lower) ~ "')") -%}
    {%- endfor -%}
    {{ return(run_query(_catalog_sql(information_schema.database, filters))) }}
{%- endmacro %}

{#- One row per column of the relations that match one of the filters. -#}
{% macro _catalog_sql(database, filters) -%}
with relations as (
    select database_name, schema_name, table_name, 'BASE TABLE' as table_type, comment from duckdb_tables()
    union all
    select database_name, schema_name, view_name, 'VIEW', comment from duckdb_views()
)

select
    relations.database_name as table_database,
    relations.schema_name as table_schema,
    relations.table_name,
    relations.table_type,
    relations.comment as table_comment,
    columns.column_name,
    columns.column_index,
    columns.data_type as column_type,
    columns.comment as column_comment,
    null as table_owner
from (
    select * from relations
    where lower(database_name) = '{{ database | lower }}' and ({{ filters | join(' or ') or 'false' }})
) as relations
join duckdb_columns() as columns using (database_name, schema_name, table_name)
order by table_schema, relations.table_name, column_index
{%- endmacro %}

{#- What dbt-duckdb refuses too. -#}
{% macro _not_in_duckdb(name) -%}
    {%- do exceptions.raise_not_implemented('The macro "' ~ name ~ '" has no meaning for DuckDB.') -%}
{%- endmacro %}

{% macro get_relations() -%}{{ return(adapter.dispatch('get_relations', 'dbt')()) }}{%- endmacro %}
{% macro default__get_relations() -%}{%- do _not_in_duckdb('get_relations') -%}{%- endmacro %}

{% macro get_relation_last_modified(information_schema, relations) -%}
    {{ return(adapter.dispatch('get_relation_last_modified', 'dbt')(information_schema, relations)) }}
{%- endmacro %}
{% macro default__get_relation_last_modified(information_schema, relations) -%}
    {%- do _not_in_duckdb('get_relation_last_modified') -%}
{%- endmacro %}

{% macro get_catalog_for_single_relation(relation) -%}
    {{ return(adapter.dispatch('get_catalog_for_single_relation', 'dbt')(relation)) }}
{%- endmacro %}
{% macro default__get_catalog_for_single_relation(relation) -%}
    {%- do _not_in_duckdb('get_catalog_for_single_relation') -%}
{%- endmacro %}
